package no.tandem.local.webcrm;

import java.util.Map;
import no.tandem.local.http.Request;

/** Which page of a list is asked for, from 1. */
record Paging(int page, int size) {
  private static final int LARGEST_PAGE = 1_000_000;
  private static final int LARGEST_SIZE = 1000;

  static Paging of(Request request, WebCrmSwitches switches) {
    Map<String, String> query = request.query();
    return new Paging(
        read(query, "Page", 1, LARGEST_PAGE),
        read(query, "Size", switches.defaultPageSize(), LARGEST_SIZE));
  }

  long skipped() {
    return (page - 1L) * size;
  }

  private static int read(Map<String, String> query, String name, int missing, int largest) {
    String text = query.get(name);
    if (text == null) {
      return missing;
    }
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Refusal.invalid(name + " is not a whole number: " + text);
    }
    if (value < 1 || value > largest) {
      throw Refusal.invalid(name + " must be from 1 to " + largest + ".");
    }
    return value;
  }
}
