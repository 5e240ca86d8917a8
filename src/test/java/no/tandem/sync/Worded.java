package no.tandem.sync;

/** A choice that has words for people. */
interface Worded {

  String words();
}
