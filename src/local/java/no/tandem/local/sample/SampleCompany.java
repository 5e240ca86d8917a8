package no.tandem.local.sample;

import java.util.List;

/** The sample data to choose from. The same seed gives the same records. */
public final class SampleCompany {
  private SampleCompany() {}

  /**
   * A wholesaler of food with 220 customers, 40 suppliers, 12 departments and 300 contact persons;
   * webCRM already knows about a third of the customers, some of them differently.
   */
  public static SampleData norwegianCompany(long seed) {
    return new Wholesaler(seed).build();
  }

  /** That many active customers with all-different names, and nothing else in either system. */
  public static SampleData customers(long seed, int count) {
    return new BulkCustomers(seed).build(count, false);
  }

  /**
   * As {@link #customers}, with one contact person under every company; customers who are persons
   * have none.
   */
  public static SampleData customersWithContactPersons(long seed, int count) {
    return new BulkCustomers(seed).build(count, true);
  }

  /**
   * The words that names of the sample data are made of, each of four letters or more and none of
   * them a word that a program would log by itself. Every name of a company, and every name of a
   * person, has at least one of them in it: text without any of them shows no name.
   */
  public static List<String> words() {
    return Words.all();
  }
}
