package ru.xrouter.service.error;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;

/** Turns whatever a REST resource throws into an OpenAI error body. */
public class FailureMapper {
    private static final Logger LOG = Logger.getLogger(FailureMapper.class);

    @ServerExceptionMapper
    public Response apiError(ApiErrorException failure) {
        return response(failure.error());
    }

    @ServerExceptionMapper
    public Response invalidParameter(InvalidParameterException failure) {
        return response(failure.toApiError());
    }

    @ServerExceptionMapper
    public Response invalidType(MismatchedInputException failure) {
        var param = failure.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return param.isEmpty()
                ? response(ApiError.invalid("The body must be a JSON object.", null, "invalid_type"))
                : response(ApiError.invalid("Invalid type for '%s'.".formatted(param), param, "invalid_type"));
    }

    @ServerExceptionMapper
    public Response refused(WebApplicationException failure) {
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
    public Response unexpected(Throwable failure) {
        if (DatabaseAway.isBehind(failure)) {
            LOG.warnf("The database is away: %s", failure.getClass().getSimpleName());
            return response(ApiError.unavailable("The database is not available at the moment."));
        }
        if (UnstorableText.isBehind(failure)) {
            return response(ApiError.invalid("The request holds what is no text.", null, "invalid_text"));
        }
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
