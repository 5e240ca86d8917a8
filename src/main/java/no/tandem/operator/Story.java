package no.tandem.operator;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.HistoryReader;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LostValue;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.side.RecordId;
import org.jspecify.annotations.Nullable;

/** One record's story, in words that need no programmer. */
final class Story {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Story() {}

  /** All entries under all names that the record has had, oldest first. */
  static List<HistoryEntry> entries(HistoryReader history, LinkKey record) {
    Set<LinkKey> names = new LinkedHashSet<>();
    List<LinkKey> open = new ArrayList<>(List.of(record));
    List<HistoryEntry> entries = new ArrayList<>();
    while (!open.isEmpty()) {
      LinkKey name = open.removeFirst();
      if (names.add(name)) {
        for (HistoryEntry entry : history.of(name)) {
          entries.add(entry);
          entry.formerly().ifPresent(open::add);
        }
      }
    }
    // A stable sort: within one moment the order of each name's history stays.
    entries.sort(Comparator.comparing(HistoryEntry::at));
    return entries;
  }

  /** The story as lines, with where the record stands now at the end. */
  static List<String> lines(List<HistoryEntry> entries, Optional<Link> link) {
    List<String> lines = new ArrayList<>();
    for (HistoryEntry entry : entries) {
      lines.add(MOMENT.format(entry.at()) + ": " + sentence(entry) + " (" + cause(entry) + ")");
    }
    lines.add("Now: " + state(link));
    return lines;
  }

  private static String cause(HistoryEntry entry) {
    return entry.cause() + entry.by().map(by -> ", by " + by).orElse("");
  }

  private static String sentence(HistoryEntry entry) {
    List<String> parts = new ArrayList<>();
    String webCrm = entry.right().map(RecordId::value).orElse("?");
    switch (entry.kind()) {
      case CREATE ->
          parts.add(
              "Created: PowerOffice " + entry.key() + " and webCRM " + webCrm + " are linked.");
      case ADOPT ->
          parts.add(
              "Linked: PowerOffice "
                  + entry.key()
                  + " and webCRM "
                  + webCrm
                  + " were both there already.");
      case RESUME -> parts.add("The link to webCRM " + webCrm + " was taken up again.");
      case END -> parts.add("The link to webCRM " + webCrm + " ended.");
      case HOLD -> parts.add("Held: a person has to look at it.");
      case DEFER -> parts.add("Not done yet: it is tried again by itself.");
      case UPDATE -> {}
    }
    for (HistoryEntry.Change change : entry.changes()) {
      parts.add(
          (entry.finished() ? "" : "Was about to be written, then interrupted: ")
              + change.property()
              + " in "
              + change.system()
              + ": "
              + quoted(change.before())
              + " became "
              + quoted(change.after())
              + ".");
    }
    for (LostValue lostValue : entry.losers()) {
      parts.add(
          whyLost(entry, lostValue)
              + lostValue.system()
              + "'s "
              + lostValue.property()
              + " "
              + quoted(lostValue.value())
              + " lost"
              + entry.policy().map(policy -> " (policy: " + policy + ")").orElse("")
              + " and can be restored.");
    }
    entry.reason().ifPresent(reason -> parts.add(ended("Reason: " + reason)));
    entry.remoteText().ifPresent(text -> parts.add("The system's own words: " + text));
    return String.join(" ", parts);
  }

  private static String whyLost(HistoryEntry entry, LostValue lostValue) {
    if (entry.policy().filter(policy -> policy.startsWith("take ")).isPresent()) {
      return "The other side was taken; ";
    }
    return entry.kind() == Outcome.ADOPT
        ? "They differed, and " + lostValue.system().other() + "'s value was taken; "
        : "It was changed in both systems; ";
  }

  /** A sentence has one full stop. */
  private static String ended(String text) {
    return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
  }

  private static String state(Optional<Link> link) {
    if (link.isEmpty()) {
      return "not linked, and nothing is stored of it.";
    }
    String why = link.get().hold().map(hold -> " " + ended(hold.reason().text())).orElse("");
    String right = link.get().right().map(RecordId::value).orElse("");
    return switch (link.get().state()) {
      case PENDING -> "not linked." + why;
      case CREATING -> "being created." + why;
      case ACTIVE ->
          "linked to webCRM "
              + right
              + link.get().hold().map(Story::standing).orElse(", in sync as far as known.");
      case ENDED -> "no longer linked to webCRM " + right + "." + why;
    };
  }

  private static String standing(Hold hold) {
    String why = " " + ended(hold.reason().text());
    return switch (hold.kind()) {
      case HELD -> ", but held:" + why;
      case DEFERRED -> ", and is tried again by itself:" + why;
      case IGNORED -> ", and is left alone:" + why;
      case ENDED -> "." + why;
    };
  }

  private static String quoted(String value) {
    return value.isEmpty() ? "(empty)" : "\u201c" + value + "\u201d";
  }

  /** The PowerOffice id; null while the record has none yet. */
  static @Nullable String shown(LinkKey record) {
    return record.left().map(RecordId::value).orElse(null);
  }
}
