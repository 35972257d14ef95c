package dev.dovetail.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Leaves a class out, with one line in the build's output, where there is no Dovecot 2.4, whether
 * installed or got by {@code test-fixtures/dovecot-24/fetch}; with {@code DOVETAIL_REQUIRE_PEERS=1}
 * in the environment it fails there instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(DovecotCondition.class)
public @interface RequiresDovecot24 {}
