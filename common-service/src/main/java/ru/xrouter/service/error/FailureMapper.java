package ru.xrouter.service.error;

import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;

/** Turns whatever a REST resource throws into an OpenAI error body. */
class FailureMapper {
    private static final Logger LOG = Logger.getLogger(FailureMapper.class);

    @ServerExceptionMapper
    Response apiError(ApiErrorException failure) {
        return response(failure.error());
    }

    @ServerExceptionMapper
    Response invalidParameter(InvalidParameterException failure) {
        return response(failure.toApiError());
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException failure) {
        return switch (failure) {
            case NotFoundException _ -> response(ApiError.notFound("There is nothing at this path."));
            case NotAllowedException _ -> response(ApiError.methodNotAllowed("This path does not take this method."));
            case NotSupportedException _ -> response(ApiError.unsupportedMediaType("Send application/json."));
            default ->
                failure.getResponse().getStatus() < 500
                        ? response(ApiError.invalid("The request is not valid.", null, "invalid_request"))
                        : unexpected(failure);
        };
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure) {
        LOG.error("A request failed unexpectedly", failure);
        return response(ApiError.internal());
    }

    static Response response(ApiError error) {
        var response = Response.status(error.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(error.body());
        var retryAfter = error.retryAfterSeconds();
        if (retryAfter != null) {
            response.header(Headers.RETRY_AFTER, retryAfter);
        }
        return response.build();
    }
}
