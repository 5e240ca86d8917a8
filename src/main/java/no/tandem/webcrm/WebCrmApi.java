package no.tandem.webcrm;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.Closeable;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.jspecify.annotations.Nullable;

/**
 * The part of webCRM's REST API that is used.
 *
 * <p>Bodies travel as text: rows are read without a detour over a tree, and a text that clears a
 * column cannot get lost to the application's JSON settings. An answer without a body is null or
 * "". Asking for JSON is not optional: the API also speaks XML.
 *
 * <p>The path annotation on the interface makes the build generate its client, also for a native
 * image; it is made with a builder because every tenant has an address and a token of its own.
 */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface WebCrmApi extends Closeable {

  /** Swaps the application token for an access token. */
  @POST
  @Path("Auth/ApiLogin")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Nullable String logIn(@FormParam("authCode") String applicationToken);

  /** Swaps a refresh token for an access token and another refresh token. */
  @POST
  @Path("Auth/ApiRefresh")
  @ClientHeaderParam(name = HttpHeaders.CONTENT_LENGTH, value = "0")
  @Nullable String refresh(@HeaderParam("refreshToken") String refreshToken);

  /** Runs a query; answers an array of flat rows. */
  @GET
  @Path("Queries")
  @Nullable String query(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @QueryParam("script") String script,
      @QueryParam("Page") int page,
      @QueryParam("Size") int size);

  /** One record with all its fields, passwords included. */
  @GET
  @Path("{collection}/{id}")
  @Nullable String get(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @PathParam("collection") String collection,
      @PathParam("id") int id);

  /** Creates a record; answers its id in one form or another, or nothing. */
  @POST
  @Path("{collection}")
  @Nullable String create(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @PathParam("collection") String collection,
      String record);

  /** Changes the fields that the record names. */
  @PUT
  @Path("{collection}/{id}")
  @Nullable String update(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @PathParam("collection") String collection,
      @PathParam("id") int id,
      String record);

  /**
   * Creates or changes records, those with id 0 and those with another; answers an array of texts.
   */
  @PATCH
  @Path("{collection}")
  @Nullable String upsert(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @PathParam("collection") String collection,
      String records);

  /** The hooks of an entity that were made with this token; answers an array. */
  @GET
  @Path("{collection}/Hooks")
  @Nullable String hooks(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @PathParam("collection") String collection,
      @QueryParam("Page") int page,
      @QueryParam("Size") int size);

  /** Registers a hook; answers its id. */
  @POST
  @Path("{collection}/Hooks")
  @Nullable String createHook(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @PathParam("collection") String collection,
      String hook);

  /** Removes a hook; answers nothing. */
  @DELETE
  @Path("{collection}/Hooks/{id}")
  @Nullable String removeHook(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @PathParam("collection") String collection,
      @PathParam("id") int id);

  /** What this tenant's fields of an entity are like; answers an array. */
  @GET
  @Path("FieldsMetadata/{entity}")
  @Nullable String fieldsMetadata(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @PathParam("entity") String entity);
}
