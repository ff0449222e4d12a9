package ru.xrouter.auth.balance;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.account.AccountStore;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.securitymail.MailQueue;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** Mails an account's owners and billing viewers that it runs low; for billing-service, which sees to it that they are told once. */
@Path("/internal/accounts/{accountId}/low-balance")
class LowBalanceResource {
    private final AccountStore accounts;
    private final Readers readers;
    private final MailQueue mails;
    private final SiteConfig site;

    LowBalanceResource(AccountStore accounts, Readers readers, MailQueue mails, SiteConfig site) {
        this.accounts = accounts;
        this.readers = readers;
        this.mails = mails;
        this.site = site;
    }

    /** All mails are written in one transaction: all of them go out, each until it is taken, or none does and billing-service asks again. */
    @POST
    @Transactional
    @RunOnVirtualThread
    public Mailed tell(@RestPath String accountId, @Nullable LowBalance request) {
        var low = JsonBody.required(request);
        var balance = low.checkedBalance();
        var below = low.checkedBelow();
        if (!accounts.exists(accountId)) {
            throw new ApiErrorException(ApiError.notFound("No such account."));
        }
        var all = readers.of(accountId);
        for (var reader : all) {
            var text = LowBalanceMail.of(
                    reader.russian(), reader.accountName(), balance, below, site.issuer() + "/account");
            mails.add(reader.email(), text.subject(), text.text());
        }
        return new Mailed(all.size());
    }

    /** How many people are mailed. */
    @RegisterForReflection
    record Mailed(@JsonProperty("mailed") int mailed) {}
}
