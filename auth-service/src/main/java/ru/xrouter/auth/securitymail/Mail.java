package ru.xrouter.auth.securitymail;

import io.quarkus.mailer.Mailer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.metrics.AuthMetrics;
import ru.xrouter.auth.metrics.AuthMetrics.Mailed;
import ru.xrouter.auth.page.SiteConfig;

/** Sends e-mails, or writes them into a folder where one is set. */
@Singleton
class Mail {
    private static final Logger LOG = Logger.getLogger(Mail.class);

    private final Mailer mailer;
    private final RandomIds ids;
    private final SiteConfig site;
    private final AuthMetrics metrics;

    Mail(Mailer mailer, RandomIds ids, SiteConfig site, AuthMetrics metrics) {
        this.mailer = mailer;
        this.ids = ids;
        this.site = site;
        this.metrics = metrics;
    }

    /** Whether it was handed on. Waits for the mail server, so no transaction may be running. */
    boolean send(String to, String about, String text) {
        // Names of accounts come into it; a line break would begin another header.
        var subject = about.replaceAll("\\p{Cntrl}+", " ");
        if (site.mailDir().isPresent()) {
            write(Path.of(site.mailDir().get()), to, subject, text);
            return true;
        }
        try {
            mailer.send(io.quarkus.mailer.Mail.withText(to, subject, text).setFrom(site.mailFrom()));
            metrics.mailed(Mailed.SENT);
            return true;
        } catch (RuntimeException e) {
            LOG.errorf("An e-mail could not be sent: %s", e.getClass().getSimpleName());
            return false;
        }
    }

    private void write(Path folder, String to, String subject, String text) {
        try {
            Files.createDirectories(folder);
            var file = folder.resolve(System.currentTimeMillis() + "-" + ids.next("mail") + ".eml");
            Files.writeString(file, """
                    From: %s
                    To: %s
                    Subject: %s
                    Content-Type: text/plain; charset=utf-8

                    %s
                    """.formatted(site.mailFrom(), to, subject, text));
            metrics.mailed(Mailed.WRITTEN);
            LOG.infof("An e-mail was written to %s", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
