package ru.xrouter.billing.payment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The payment provider. */
@ConfigMapping(prefix = "xrouter.billing.payments")
public interface PaymentConfig {
    /** What the provider signs its notices with. From the environment; without it no notice is accepted. */
    Optional<String> webhookSecret();

    /** Where people pay; the payment's id is appended, and its amount as the parameter {@code amount}. */
    @WithDefault("http://localhost:8090/pay/")
    URI pageUrl();

    /** How old a notice may be, and how far ahead its clock. */
    @WithDefault("5m")
    Duration tolerance();
}
