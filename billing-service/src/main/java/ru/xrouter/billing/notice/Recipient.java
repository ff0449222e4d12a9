package ru.xrouter.billing.notice;

/** Who hears of low balances; what the one has not taken does not trouble the other. */
enum Recipient {
    WEBHOOK("low_balance_told", "low_balance_telling"),
    MAIL("low_balance_mailed", "low_balance_mailing");

    private final String knows;
    private final String since;

    Recipient(String knows, String since) {
        this.knows = knows;
        this.since = since;
    }

    /** The account's column that says whether this one knows. */
    String knows() {
        return knows;
    }

    /** The account's column that says since when some billing-service is telling this one. */
    String since() {
        return since;
    }
}
