package no.tandem.sync.plan;

/** A choice that has words for people. */
interface Worded {

  String words();
}
