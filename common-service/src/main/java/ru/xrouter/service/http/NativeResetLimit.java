package ru.xrouter.service.http;

import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What {@link ResetLimit} reaches into, for native images. */
@RegisterForReflection(
        targets = DecoratingHttp2ConnectionEncoder.class,
        classNames = "io.netty.handler.codec.http2.Http2MaxRstFrameLimitEncoder",
        methods = false)
final class NativeResetLimit {
    private NativeResetLimit() {}
}
