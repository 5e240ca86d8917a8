package no.tandem.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.tandem.functions.BadRequestException;
import no.tandem.functions.JsonCall;
import no.tandem.settings.Settings;
import no.tandem.sync.report.Mode;
import no.tandem.webcrm.WebCrm;
import no.tandem.webcrm.WebCrmHooks;
import no.tandem.webcrm.WebCrmHooks.Hook;
import no.tandem.webhook.PathSegment;

/**
 * Registers the hooks in webCRM that call the webhook: one for every event of organisations and
 * persons. Ours are those whose address ends in the webhook's secret; others are never touched.
 *
 * <p>The answer names what was added, removed and listed, without the secret.
 */
final class HookRegistration {
  private static final Pattern SITE = Pattern.compile("^(https?://)(?:[^/?#]*@)?([^/?#@]+)");

  private final WebCrmHooks hooks;
  private final String secret;
  private final String path;

  /**
   * @param tenantInPath whether the webhook has the tenant in its path
   */
  HookRegistration(WebCrm webCrm, Settings settings, boolean tenantInPath) {
    this.hooks = new WebCrmHooks(webCrm);
    this.secret = settings.webhookSecret();
    this.path = (tenantInPath ? "/" + settings.tenant() : "") + "/" + PathSegment.encoded(secret);
  }

  /**
   * Does what {@code "how"} says, and says what it did.
   *
   * @throws BadRequestException if the call or the settings lack something
   */
  List<String> answer(JsonCall call, Mode mode) {
    String how = call.text("how").orElse("");
    if (secret.isEmpty()) {
      throw new BadRequestException("There is no WEBHOOK_SECRET, so every hook would be rejected");
    }
    return switch (how) {
      case "list" -> list();
      case "install" -> install(address(call), mode);
      case "remove" -> remove(mode);
      default ->
          throw new BadRequestException(
              "'how' must be install, remove or list, not \"" + JsonCall.shown(how) + "\"");
    };
  }

  private String address(JsonCall call) {
    String address = call.required("address", "where the webhook is called, such as https://...");
    if (!address.matches("https?://[^\\s?#]+")) {
      throw new BadRequestException(
          "'address' must be an http or https address without ? and #; the rest is appended");
    }
    return address.replaceAll("/+$", "") + path;
  }

  private boolean isOurs(Hook hook) {
    return hook.target().endsWith("/" + secret)
        || hook.target().endsWith("/" + PathSegment.encoded(secret));
  }

  private List<String> list() {
    List<String> text = new ArrayList<>();
    for (WebCrm.Kind kind : WebCrm.Kind.values()) {
      hooks.list(kind).forEach(hook -> text.add(line(hook)));
    }
    return text.isEmpty() ? List.of("There are no hooks of this token in webCRM.") : text;
  }

  /** Leaves what is right, removes what is ours and is not, adds what is missing. */
  private List<String> install(String target, Mode mode) {
    List<String> text = new ArrayList<>();
    for (WebCrm.Kind kind : WebCrm.Kind.values()) {
      List<String> missing = new ArrayList<>(WebCrmHooks.EVENTS);
      for (Hook hook : ours(kind)) {
        boolean right = hook.enabled() && hook.target().equals(target);
        if (!right || !missing.removeIf(hook.event()::equalsIgnoreCase)) {
          text.add(remove(hook, mode));
        }
      }
      for (String event : missing) {
        if (mode == Mode.APPLY) {
          hooks.create(kind, event, target);
        }
        text.add("added: " + kind.entity() + " " + event);
      }
    }
    return text.isEmpty() ? List.of("All hooks are there already.") : text;
  }

  private List<String> remove(Mode mode) {
    List<String> text = new ArrayList<>();
    for (WebCrm.Kind kind : WebCrm.Kind.values()) {
      ours(kind).forEach(hook -> text.add(remove(hook, mode)));
    }
    return text.isEmpty() ? List.of("There are no hooks of Tandem's in webCRM.") : text;
  }

  private String remove(Hook hook, Mode mode) {
    if (mode == Mode.APPLY) {
      hooks.remove(hook);
    }
    return "removed: " + line(hook);
  }

  private List<Hook> ours(WebCrm.Kind kind) {
    return hooks.list(kind).stream().filter(this::isOurs).toList();
  }

  /** In words, with the secret left out. */
  private String line(Hook hook) {
    return hook.kind().entity()
        + " "
        + hook.event()
        + (hook.enabled() ? " calls " : " (switched off) would call ")
        + (isOurs(hook)
            ? hook.target().replaceFirst("/[^/]*$", "/...")
            : site(hook.target()) + " (not Tandem's)");
  }

  /** Where an address leads to. What follows in it may be another installation's secret. */
  private static String site(String address) {
    Matcher site = SITE.matcher(address);
    return site.find() ? site.group(1) + site.group(2) + "/..." : "...";
  }
}
