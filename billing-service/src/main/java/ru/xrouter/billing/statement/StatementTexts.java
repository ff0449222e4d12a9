package ru.xrouter.billing.statement;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What a statement says, in English; {@code messages/statement_ru.properties} has the Russian. */
@MessageBundle("statement")
interface StatementTexts {
    @Message("Statement for {month}")
    String title(String month);

    @Message("Account {account}. Amounts in roubles; months and days in UTC.")
    String about(String account);

    @Message("Balance")
    String balance();

    @Message("what")
    String what();

    @Message("how often")
    String count();

    @Message("amount")
    String amount();

    @Message("opening balance")
    String opening();

    @Message("closing balance")
    String closing();

    /** The ledger's kinds of entries that touch a customer's credit. */
    @Message(
            "{#switch kind}{#case 'top_up'}top-ups{#case 'settlement'}generations{#case 'correction'}corrections of generations{#case 'promotion'}promotional credit{#case 'promotion_expiry'}expired promotional credit{#case 'adjustment'}adjustments{#else}{kind}{/switch}")
    String movement(String kind);

    @Message("Usage")
    String usage();

    @Message("Nothing was used.")
    String unused();

    @Message("model")
    String model();

    @Message("generations")
    String generations();

    @Message("prompt tokens")
    String promptTokens();

    @Message("completion tokens")
    String completionTokens();

    @Message("cost")
    String cost();

    @Message("VAT within")
    String vat();
}
