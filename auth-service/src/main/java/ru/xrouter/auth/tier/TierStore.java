package ru.xrouter.auth.tier;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** Tiers by name. */
@ApplicationScoped
public class TierStore implements PanacheRepositoryBase<Tier, String> {}
