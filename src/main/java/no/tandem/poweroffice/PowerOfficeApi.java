package no.tandem.poweroffice;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.Closeable;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are sent to PowerOffice Go.
 *
 * <p>Answers come as bytes, because a page can hold thousands of records of which a few fields are
 * kept; {@link Json} reads them.
 */
@RegisterRestClient(configKey = "poweroffice")
@Produces(MediaType.APPLICATION_JSON)
interface PowerOfficeApi extends Closeable {
  String JSON_PATCH = "application/json-patch+json";

  /** Which client the keys open, and what they may do there. */
  @GET
  @Path("/ClientIntegrationInformation")
  RestResponse<byte[]> clientIntegrationInformation();

  @GET
  @Path("/{kind}")
  RestResponse<byte[]> list(
      @PathParam("kind") String kind,
      @QueryParam("lastChangedDateTimeOffsetGreaterThan") @Nullable String changedAfter,
      @QueryParam("PageNumber") int pageNumber,
      @QueryParam("PageSize") int pageSize,
      @QueryParam("Fields") String fields);

  @GET
  @Path("/{kind}/{id}")
  RestResponse<byte[]> get(@PathParam("kind") String kind, @PathParam("id") String id);

  @GET
  @Path("/{kind}/{owner}/{id}")
  RestResponse<byte[]> getUnderOwner(
      @PathParam("kind") String kind, @PathParam("owner") String owner, @PathParam("id") String id);

  @POST
  @Path("/{kind}")
  @Consumes(MediaType.APPLICATION_JSON)
  RestResponse<byte[]> create(@PathParam("kind") String kind, Map<String, Object> fields);

  @POST
  @Path("/{kind}/{owner}")
  @Consumes(MediaType.APPLICATION_JSON)
  RestResponse<byte[]> createUnderOwner(
      @PathParam("kind") String kind, @PathParam("owner") String owner, Map<String, Object> fields);

  @PATCH
  @Path("/{kind}/{id}")
  @Consumes(JSON_PATCH)
  RestResponse<byte[]> patch(
      @PathParam("kind") String kind, @PathParam("id") String id, List<PatchOperation> operations);

  @PATCH
  @Path("/{kind}/{owner}/{id}")
  @Consumes(JSON_PATCH)
  RestResponse<byte[]> patchUnderOwner(
      @PathParam("kind") String kind,
      @PathParam("owner") String owner,
      @PathParam("id") String id,
      List<PatchOperation> operations);
}
