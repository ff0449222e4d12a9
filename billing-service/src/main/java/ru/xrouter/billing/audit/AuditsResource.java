package ru.xrouter.billing.audit;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.service.error.ApiErrorException;

/** Audits now; for operators. */
@Path("/internal/ledger/audits")
class AuditsResource {
    private final Audits audits;

    AuditsResource(Audits audits) {
        this.audits = audits;
    }

    @POST
    @RunOnVirtualThread
    public Audit audit() {
        return audits.audit()
                .orElseThrow(() -> new ApiErrorException(ApiError.unavailable("Another audit is running. Try again.")));
    }
}
