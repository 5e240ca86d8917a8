package no.tandem.remote;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import no.tandem.sync.side.SystemName;

/**
 * Where a system is called, and the settings that say so: what an operator has to look at when it
 * cannot be reached or rejects the log-in. No text of it has a key.
 *
 * @param variable the setting with the address
 * @param address what it says
 * @param timeout the setting with the time-out
 * @param keys the settings with the keys, in words
 */
public record Place(SystemName system, String variable, URI address, String timeout, String keys) {
  private static final int LONGEST_LINE = 120;

  /** The setting and its value. */
  private String name() {
    return variable + " (" + address + ")";
  }

  /** Says what was seen instead of a usable answer, and what can be done. */
  public String unanswered(Throwable failure) {
    return seen(failure)
        .map(what -> name() + ": " + what)
        .orElseGet(
            () ->
                name()
                    + ": the answer could not be read. It may come from something else than "
                    + system
                    + ": check the address");
  }

  /** What was seen of the connection, if it was that. */
  private Optional<String> seen(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      Optional<String> seen =
          switch (cause) {
            case UnknownHostException e -> unknownName();
            case UnresolvedAddressException e -> unknownName();
            case SSLException e -> noTls(e);
            case ConnectTimeoutException e -> noConnection();
            case SocketTimeoutException e -> noAnswer();
            case TimeoutException e -> noAnswer();
            case NoRouteToHostException e -> noWay();
            case ConnectException e ->
                message.contains("refused")
                    ? Optional.of(
                        "the connection was refused: nothing listens there, or a firewall is in"
                            + " between. Check the address and its port")
                    : message.contains("unreachable") ? noWay() : noConnection();
            case IOException e when message.contains("closed") || message.contains("reset") ->
                closed();
            case io.vertx.core.VertxException e when message.contains("closed") -> closed();
            default -> Optional.empty();
          };
      if (seen.isPresent()) {
        return seen;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> unknownName() {
    return Optional.of(
        "the name of its host is not known (DNS). Check the address for typing errors, and this"
            + " machine's name server");
  }

  private static Optional<String> noTls(SSLException e) {
    return Optional.of(
        "no TLS connection: "
            + line(String.valueOf(e.getMessage()))
            + ". Check whether it is https at all, and whether its certificate is one that Java"
            + " trusts");
  }

  private Optional<String> noConnection() {
    return Optional.of(
        "no connection within "
            + timeout
            + ". Check the address, and whether a firewall or proxy is in between");
  }

  private Optional<String> noAnswer() {
    return Optional.of(
        "no answer within "
            + timeout
            + ". It may be busy or down, or speak no "
            + Optional.ofNullable(address.getScheme()).orElse("http"));
  }

  private static Optional<String> noWay() {
    return Optional.of(
        "there is no way to it from this machine. Check its network and the address");
  }

  private static Optional<String> closed() {
    return Optional.of("the connection was closed before the answer was complete");
  }

  /**
   * Says that something else answered: a gateway, a proxy, another site.
   *
   * @param body what it said, of which one line is shown
   */
  public String foreign(int status, String body) {
    return name()
        + " answered "
        + (status == 0 ? "" : status + ", ")
        + "not as "
        + system
        + " does: “"
        + line(body)
        + "”. Check the address; if it is right, it may be a gateway's answer that passes";
  }

  /** Adds to a system's words which settings to look at. */
  public String keysRejected(String words) {
    String sentence = words.strip().replaceAll("[.\\s]+$", "");
    return sentence + ". Check " + keys + ", and that they belong to " + name();
  }

  /** The text in one short line, without tags. */
  static String line(String text) {
    String line =
        text.replaceAll("(?s)<(style|script)\\b.*?</\\1>", " ")
            .replaceAll("<[^>]*>", " ")
            .replaceAll("[\\p{C}\\s]+", " ")
            .strip();
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
  }
}
