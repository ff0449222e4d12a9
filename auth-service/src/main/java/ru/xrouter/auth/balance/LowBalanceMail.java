package ru.xrouter.auth.balance;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What people read when their account runs low. Pure. */
record LowBalanceMail(String subject, String text) {
    private static final int KOPECKS = 2;

    /** @param page where the account is seen */
    static LowBalanceMail of(boolean russian, String account, BigDecimal balance, BigDecimal below, String page) {
        return russian
                ? new LowBalanceMail("XRouter: заканчиваются деньги аккаунта " + account, """
                        На балансе аккаунта «%s» осталось %s ₽, меньше %s ₽. Пополните баланс: когда деньги кончатся, запросы будут отклоняться.

                        %s""".formatted(
                                account, russian(balance), russian(below), page))
                : new LowBalanceMail("XRouter: the account %s is running low".formatted(account), """
                        The account “%s” has %s roubles left, less than %s. Top it up: requests are refused once nothing is left.

                        %s""".formatted(
                                account, kopecks(balance), kopecks(below), page));
    }

    /** Rounded down, so that nobody reads of money that is not there. */
    private static String kopecks(BigDecimal roubles) {
        return roubles.setScale(KOPECKS, RoundingMode.FLOOR).toPlainString();
    }

    private static String russian(BigDecimal roubles) {
        return kopecks(roubles).replace('.', ',');
    }
}
