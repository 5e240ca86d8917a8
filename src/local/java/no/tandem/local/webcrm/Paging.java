package no.tandem.local.webcrm;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.local.http.Request;

/** Which page of a list is asked for, from 1. */
record Paging(int page, int size) {
  private static final int LARGEST_PAGE = 1_000_000;
  private static final int LARGEST_SIZE = 1000;

  /**
   * The page that is asked for.
   *
   * @param others the parameters beside page and size; all have to be there, and no more
   */
  static Paging of(Request request, String... others) {
    Map<String, String> query = request.query();
    Set<String> names = new TreeSet<>(Arrays.asList(others));
    names.add("Page");
    names.add("Size");
    if (!Set.copyOf(query.keySet()).equals(names)) {
      throw Refusal.neverSent("A list with the parameters " + query.keySet());
    }
    return new Paging(
        read(query.getOrDefault("Page", ""), "Page", LARGEST_PAGE),
        read(query.getOrDefault("Size", ""), "Size", LARGEST_SIZE));
  }

  long skipped() {
    return (page - 1L) * size;
  }

  private static int read(String text, String name, int largest) {
    if (!text.matches("[1-9]\\d{0,8}") || Integer.parseInt(text) > largest) {
      throw Refusal.invalid(name + " must be from 1 to " + largest + ".");
    }
    return Integer.parseInt(text);
  }
}
