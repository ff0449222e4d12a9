package ru.xrouter.provider;

import java.util.List;

/**
 * Ends a text at the first of the caller's stop sequences, for providers that know none. Text that may be the beginning
 * of a stop sequence is held back until it is sure not to be.
 */
public final class StopCut {
    private final List<String> sequences;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    public StopCut(List<String> sequences) {
        this.sequences = sequences.stream().filter(stop -> !stop.isEmpty()).toList();
    }

    /** Takes the next piece of the text and gives what may be shown now. */
    public String accept(String text) {
        if (stopped) {
            return "";
        }
        if (sequences.isEmpty()) {
            return text;
        }
        held.append(text);
        var stop = firstStop();
        if (stop >= 0) {
            stopped = true;
            return release(stop);
        }
        return release(held.length() - undecided());
    }

    /** The text has ended: gives what was held back. */
    public String end() {
        return stopped ? "" : release(held.length());
    }

    /** Whether a stop sequence came. */
    public boolean stopped() {
        return stopped;
    }

    private String release(int length) {
        var text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    private int firstStop() {
        int first = -1;
        for (var sequence : sequences) {
            var at = held.indexOf(sequence);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /** Length of the longest end of the text that begins a stop sequence. */
    private int undecided() {
        int longest = 0;
        for (var sequence : sequences) {
            for (int length = Math.min(sequence.length() - 1, held.length()); length > longest; length--) {
                if (endsWith(sequence, length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private boolean endsWith(String sequence, int length) {
        var start = held.length() - length;
        for (int i = 0; i < length; i++) {
            if (held.charAt(start + i) != sequence.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
