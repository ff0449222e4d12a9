package ru.xrouter.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import ru.xrouter.api.access.KeyAccess;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.access.KeyLimits;
import ru.xrouter.api.access.ModelLimits;
import ru.xrouter.api.access.Network;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.access.Scope;
import ru.xrouter.api.access.SpendingCap;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ListedModel;
import ru.xrouter.api.money.CostDetails;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Percent;
import ru.xrouter.api.money.Price;
import ru.xrouter.api.usage.GivenUpAttempt;
import ru.xrouter.api.usage.Outcome;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.api.usage.UsageEvent;

/**
 * The records that travel between our services as JSON, for native images: {@code common-api} knows no framework that could
 * see them.
 */
@RegisterForReflection(
        targets = {
            AdapterReport.class,
            CostDetails.class,
            CustomerCredential.class,
            GivenUpAttempt.class,
            KeyAccess.class,
            KeyIdentity.class,
            KeyLimits.class,
            ListedModel.class,
            ModelLimits.class,
            Money.class,
            Network.class,
            Outcome.class,
            OwnCredential.class,
            Percent.class,
            Price.class,
            Scope.class,
            SpendingCap.class,
            Usage.class,
            UsageEvent.class
        })
final class WireTypes {
    private WireTypes() {}
}
