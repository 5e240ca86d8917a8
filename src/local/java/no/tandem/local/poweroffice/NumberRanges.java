package no.tandem.local.poweroffice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as list filters name them: {@code 10000-11000,12000,13000-}. */
record NumberRanges(List<Range> ranges) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(-(\\d{1,18})?)?");

  record Range(long first, long last) {}

  /** Empty if the text is malformed. */
  static Optional<NumberRanges> parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(part.strip());
      if (!matcher.matches()) {
        return Optional.empty();
      }
      long first = Long.parseLong(matcher.group(1));
      String last = matcher.group(3);
      ranges.add(
          new Range(
              first,
              last != null
                  ? Long.parseLong(last)
                  : matcher.group(2) != null ? Long.MAX_VALUE : first));
    }
    return Optional.of(new NumberRanges(ranges));
  }

  boolean contains(long number) {
    return ranges.stream().anyMatch(range -> range.first() <= number && number <= range.last());
  }
}
