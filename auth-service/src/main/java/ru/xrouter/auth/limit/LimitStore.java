package ru.xrouter.auth.limit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;
import org.jspecify.annotations.Nullable;

/** Limits of tiers, accounts and models in the database. */
@ApplicationScoped
class LimitStore {
    private final Session session;

    LimitStore(Session session) {
        this.session = session;
    }

    /** Every tier by name. */
    Map<String, LimitTerms> tiers() {
        var sql = """
                select name, requests_per_minute, requests_per_day, tokens_per_minute, tokens_per_day, concurrency
                from tier order by name
                """;
        var tiers = new LinkedHashMap<String, LimitTerms>();
        for (var row : session.createNativeQuery(sql, Object[].class).getResultList()) {
            var name = (String) row[0];
            tiers.put(name, terms(row, models(null, name)));
        }
        return tiers;
    }

    /** Makes a tier, or gives it other limits. */
    @Transactional
    void putTier(String name, LimitTerms terms) {
        var sql = """
                insert into tier (name, requests_per_minute, requests_per_day, tokens_per_minute, tokens_per_day, concurrency)
                values (:owner, :rpm, :rpd, :tpm, :tpd, :concurrency)
                on conflict (name) do update set
                    requests_per_minute = excluded.requests_per_minute, requests_per_day = excluded.requests_per_day,
                    tokens_per_minute = excluded.tokens_per_minute, tokens_per_day = excluded.tokens_per_day,
                    concurrency = excluded.concurrency
                """;
        change(sql, terms).setParameter("owner", name).executeUpdate();
        putModels(null, name, terms);
    }

    /** What was agreed with an account; null when there is no such account. */
    @Nullable
    LimitTerms ofAccount(String accountId) {
        var sql = """
                select account_id, requests_per_minute, requests_per_day, tokens_per_minute, tokens_per_day, concurrency
                from account where account_id = :accountId
                """;
        var row = session.createNativeQuery(sql, Object[].class)
                .setParameter("accountId", accountId)
                .getSingleResultOrNull();
        return row == null ? null : terms(row, models(accountId, null));
    }

    /** Replaces what was agreed with an account; false when there is no such account. */
    @Transactional
    boolean putAccount(String accountId, LimitTerms terms) {
        var sql = """
                update account set
                    requests_per_minute = :rpm, requests_per_day = :rpd,
                    tokens_per_minute = :tpm, tokens_per_day = :tpd, concurrency = :concurrency
                where account_id = :owner
                """;
        if (change(sql, terms).setParameter("owner", accountId).executeUpdate() == 0) {
            return false;
        }
        putModels(accountId, null, terms);
        return true;
    }

    /** Limits of single models, of an account, of a tier, or, given both, of an account with keys of the tier. */
    Map<String, LimitTerms> models(@Nullable String accountId, @Nullable String tier) {
        var sql = """
                select distinct on (model)
                    model, requests_per_minute, requests_per_day, tokens_per_minute, tokens_per_day, concurrency
                from model_limit
                where account_id = :accountId or tier = :tier
                order by model, account_id nulls last
                """;
        var models = new LinkedHashMap<String, LimitTerms>();
        for (var row : session.createNativeQuery(sql, Object[].class)
                .setParameter("accountId", accountId, String.class)
                .setParameter("tier", tier, String.class)
                .getResultList()) {
            models.put((String) row[0], terms(row, null));
        }
        return models;
    }

    /** Ids of the keys and grants of an account that may be used. */
    List<String> usersOf(String accountId) {
        var sql = """
                select key_id from api_key where account_id = :accountId and revoked_at is null
                union all
                select grant_id from oauth_grant where account_id = :accountId and revoked_at is null
                """;
        return session.createNativeQuery(sql, String.class)
                .setParameter("accountId", accountId)
                .getResultList();
    }

    private void putModels(@Nullable String accountId, @Nullable String tier, LimitTerms terms) {
        session.createNativeMutationQuery("delete from model_limit where account_id = :accountId or tier = :tier")
                .setParameter("accountId", accountId, String.class)
                .setParameter("tier", tier, String.class)
                .executeUpdate();
        var sql = """
                insert into model_limit (
                    account_id, tier, model,
                    requests_per_minute, requests_per_day, tokens_per_minute, tokens_per_day, concurrency)
                values (:accountId, :tier, :model, :rpm, :rpd, :tpm, :tpd, :concurrency)
                """;
        terms.modelTerms()
                .forEach((model, ofModel) -> change(sql, ofModel)
                        .setParameter("accountId", accountId, String.class)
                        .setParameter("tier", tier, String.class)
                        .setParameter("model", model)
                        .executeUpdate());
    }

    private MutationQuery change(String sql, LimitTerms terms) {
        return session.createNativeMutationQuery(sql)
                .setParameter("rpm", terms.requestsPerMinute(), Integer.class)
                .setParameter("rpd", terms.requestsPerDay(), Integer.class)
                .setParameter("tpm", terms.tokensPerMinute(), Integer.class)
                .setParameter("tpd", terms.tokensPerDay(), Integer.class)
                .setParameter("concurrency", terms.concurrency(), Integer.class);
    }

    private static LimitTerms terms(@Nullable Object[] row, @Nullable Map<String, LimitTerms> models) {
        return new LimitTerms(
                (Integer) row[1], (Integer) row[2], (Integer) row[3], (Integer) row[4], (Integer) row[5], models);
    }
}
