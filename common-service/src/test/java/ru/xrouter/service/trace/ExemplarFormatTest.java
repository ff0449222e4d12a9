package ru.xrouter.service.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExemplarFormatTest {
    @Test
    void onlyBucketsAndTotalsNameAnExample() {
        // Given
        var bucket = "a_seconds_bucket{path=\"x\",le=\"0.1\"} 2.0 # {span_id=\"1\",trace_id=\"2\"} 0.05 1.7\n";
        var total = "b_total{path=\"x\"} 2.0 # {span_id=\"1\",trace_id=\"2\"} 1.0 1.7\n";
        // When
        var allowed = ExemplarFormat.allowed(bucket
                + "a_seconds_count{path=\"x # {y} z\"} 2.0 # {span_id=\"1\",trace_id=\"2\"} 0.05 1.7\n"
                + "c_seconds_count 2.0 # {span_id=\"1\",trace_id=\"2\"} 0.05 1.7\n"
                + total
                + "a_seconds_count{path=\"z\"} 2.0\n");
        // Then
        assertThat(allowed).isEqualTo(bucket + """
            a_seconds_count{path="x # {y} z"} 2.0
            c_seconds_count 2.0
            """ + total + "a_seconds_count{path=\"z\"} 2.0\n");
    }

    @Test
    void isForThoseWhoUnderstandIt() {
        assertThat(ExemplarFormat.understood("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"))
                .isTrue();
        assertThat(ExemplarFormat.understood("text/plain")).isFalse();
        assertThat(ExemplarFormat.understood(null)).isFalse();
    }
}
