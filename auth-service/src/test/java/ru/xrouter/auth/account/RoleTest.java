package ru.xrouter.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of permissions, written a second time: whoever changes one has to mean it. */
class RoleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "USE_MODELS      | OWNER ADMIN DEVELOPER",
                "SEE_SPENDING    | OWNER ADMIN DEVELOPER BILLING_VIEWER",
                "MAKE_KEYS       | OWNER ADMIN DEVELOPER BILLING_VIEWER",
                "MANAGE_KEYS     | OWNER ADMIN",
                "SEE_MEMBERS     | OWNER ADMIN DEVELOPER OPERATOR",
                "MANAGE_MEMBERS  | OWNER ADMIN",
                "MANAGE_OWNERS   | OWNER",
                "READ_AUDIT_LOG  | OWNER OPERATOR",
                "RESET_SECOND_FACTORS | OPERATOR",
            })
    void hasExactly(Permission permission, String roles) {
        assertThat(Arrays.stream(Role.values()).filter(role -> role.may(permission)))
                .extracting(Role::name)
                .containsExactlyInAnyOrder(roles.split(" "));
    }

    @Test
    void isAllInTheTableAbove() {
        assertThat(Permission.values()).hasSize(9);
        assertThat(Role.values()).hasSize(5);
    }

    @Test
    void givesNoScopeThatItDoesNotReach() {
        assertThat(Role.BILLING_VIEWER.mayGive(List.of("usage:read"))).isTrue();
        assertThat(Role.BILLING_VIEWER.mayGive(List.of("usage:read", "inference")))
                .isFalse();
        assertThat(Role.DEVELOPER.mayGive(List.of("keys:manage"))).isFalse();
        assertThat(Role.OPERATOR.mayGive(List.of("openid", "email"))).isTrue();
        assertThat(Role.OPERATOR.mayGive(List.of("openid", "usage:read"))).isFalse();
        assertThat(Role.ofMember("operator")).isEmpty();
    }
}
