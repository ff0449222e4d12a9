package ru.xrouter.auth.balance;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.account.AccountStore;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.person.Mail;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** Mails an account's owners and billing viewers that it runs low; for billing-service, which sees to it that they are told once. */
@Path("/internal/accounts/{accountId}/low-balance")
class LowBalanceResource {
    private final AccountStore accounts;
    private final Readers readers;
    private final Mail mail;
    private final SiteConfig site;

    LowBalanceResource(AccountStore accounts, Readers readers, Mail mail, SiteConfig site) {
        this.accounts = accounts;
        this.readers = readers;
        this.mail = mail;
        this.site = site;
    }

    /** 503 when a mail could not be handed on; whoever got theirs gets it again then. */
    @POST
    @RunOnVirtualThread
    public Mailed tell(@RestPath String accountId, @Nullable LowBalance request) {
        var low = JsonBody.required(request);
        var balance = low.checkedBalance();
        var below = low.checkedBelow();
        if (!accounts.exists(accountId)) {
            throw new ApiErrorException(ApiError.notFound("No such account."));
        }
        var all = readers.of(accountId);
        var sent = 0;
        for (var reader : all) {
            var text = LowBalanceMail.of(
                    reader.russian(), reader.accountName(), balance, below, site.issuer() + "/account");
            sent += mail.send(reader.email(), text.subject(), text.text()) ? 1 : 0;
        }
        if (sent < all.size()) {
            throw new ApiErrorException(ApiError.unavailable("Not everybody could be mailed at the moment."));
        }
        return new Mailed(sent);
    }

    /** How many people were mailed. */
    @RegisterForReflection
    record Mailed(@JsonProperty("mailed") int mailed) {}
}
