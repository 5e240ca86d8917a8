package no.tandem.local.sample;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What names are made of. A new word has four letters or more and is part of no word that the
 * program logs (not {@code Tore}, which is in "restored").
 */
public final class Words {
  private Words() {}

  /** A Norwegian town and its postal code. */
  record Place(String city, String zipCode) {}

  /** Outside the Basic Multilingual Plane: two {@code char}s, which a careless cut tears apart. */
  static final String FISH = "\uD83D\uDC1F";

  static final List<String> GIVEN =
      split(
          """
          Aslaug,Bjørnar,Borghild,Brynjulf,Dagfinn,Eirik,Embrik,Eskil,Frøydis,Gjertrud,Gudmund,
          Gunnhild,Gunvor,Halvard,Hjørdis,Håkon,Ingeborg,Ingrid,Jorunn,Jørgen,Kjersti,Kjetil,
          Kristoffer,Magnhild,Marit,Mikkel,Oddvar,Oddbjørg,Olaug,Ragnhild,Rannveig,Sigbjørn,Sigrid,
          Sindre,Sissel,Snorre,Solfrid,Solveig,Steinar,Sunniva,Synnøve,Sølvi,Terje,Torbjørn,Tordis,
          Torgeir,Torunn,Trygve,Turid,Ulrikke,Valborg,Vegard,Vigdis,Yngvild,Øystein,Øyvind,Åshild,
          Åsmund,Nadezhda,Zbigniew,Ingebjørg Johanne,Karl Henrik""");

  static final List<String> FAMILY =
      split(
          """
          Aasheim,Bakkehaug,Brattland,Bjørklund,Dyrdal,Engeset,Fjeldstad,Fosshaug,Grimstvedt,Gjertsen,
          Haugland,Hovland,Hjelmeland,Indrebø,Johannessen,Kvamme,Kjelstrup,Kristoffersen,Langeland,
          Myklebust,Mæland,Nygård,Nordtveit,Opsahl,Prestegård,Ramstad,Rønning,Sæther,Skjelbred,
          Solvang,Steinsland,Sørensen,Tveiten,Tønnessen,Ulriksen,Vikøren,Ødegård,Østby,Øygarden,
          Årdal,Åsnes,Halvorsen,Ingebrigtsen,Gundersen,Thorvaldsen,Mikkelsen,Bergheim,Kleppestø,
          Bremnes,Sandvær,Drangsholt,Eikrem,Frøystad,Hesjedal,Kolbeinsen,Lyngstad,Norheim,Reksten,
          Stavrum,Torkildsen,Valvatne,Wergeland,O'Hara,D'Angelo,Kowalczyk,Núñez""");

  static final List<String> COMPANY =
      split(
          """
          Fjordfisk,Nordlys,Brisling,Havbryn,Rognebær,Multebær,Tindekjøkken,Villsau,Saltstraumen,
          Kvitfjell,Blåskjell,Trollfjord,Steinbit,Lyngheia,Gråstein,Rødnebb,Sølvtorsk,Havørn,Nøstet,
          Bekkeblom,Furumo,Storelva,Klippfiskhuset,Tyttebær,Skogstjerne,Morgenfugl,Fossekall,
          Lundefugl,Sauebukken,Rypefjord,Tørrfiskkompaniet,Smørbukk,Kaldnes,Vestavind,Østavind,
          Isbrea,Sjøsprøyt,Hvalrossen,Teistholmen,Makrellstimen,Svartisen,Gulspurven,Hekkveien,
          Kornkråka,Flatøya,Reinrosa,Sildegarnet,Ærfuglen""");

  static final List<String> TRADE =
      split(
          """
          Engros,Storkjøkken,Sjømat,Dagligvare,Kolonial,Bakeri,Gartneri,Slakteri,Meieri,Spiseri,
          Landhandel,Ferskvare,Delikatesse,Grossist,Kafeteria,Hotell,Fiskemottak,Bryggeri,Røykeri,
          Viltkjøtt""");

  static final List<String> LEGAL_FORM = List.of("AS", "ASA", "ANS", "DA");

  static final List<Place> PLACES =
      split(
              """
              Ålesund 6002,Tromsø 9008,Bodø 8006,Florø 6900,Kragerø 3770,Hammerfest 9600,Svolvær 8300,
              Røros 7374,Geilo 3580,Arendal 4836,Mandal 4514,Notodden 3674,Levanger 7600,Namsos 7800,
              Vadsø 9800,Kirkenes 9900,Lillehammer 2609,Haugesund 5525,Mosjøen 8656,Sandnessjøen 8800,
              Egersund 4370,Farsund 4550,Larvik 3256,Halden 1767,Kongsvinger 2211,Hønefoss 3510,
              Ørsta 6150,Førde 6800,Rjukan 3660,Brønnøysund 8900,Sortland 8400,Leknes 8370,
              Ålgård 4330,Kristiansund 6509,Trondheim 7011,Stjørdal 7500""")
          .stream()
          .map(place -> place.split(" ", 2))
          .map(parts -> new Place(parts[0], parts[1]))
          .toList();

  private static final List<String> DEPARTMENTS =
      List.of(
          "Frukt og Grønt Alnabru",
          "Ferskvare Alnabru",
          "Tørrvare Kokstad",
          "Fryseri Kokstad",
          "Storkjøkken Heimdal",
          "Kjøledisk Heimdal",
          "Nordnorsk Sjømat",
          "Regnskapskontoret",
          "Innkjøpskontoret",
          "Kundesenteret",
          "Bilverkstedet",
          "Gammelbrygga");

  private static final List<String> FIXED =
      List.of(
          "O'Hara Import AS",
          "\"Bryggen\" Fisk AS",
          "Reketråleren Sjømat AS",
          "Havgapet Røykeri AS",
          "Sjøboden Spiseri AS",
          "Båtsmannen Kolonial AS",
          "Ægir's Ølstove & Grønt' ANS",
          "Bygdebua AS",
          "Torgkjelleren Kafeteria AS",
          "Samvirkelaget",
          "Innkjøpslaget",
          "Hemmelig-");

  /** Words above that say nothing: the program logs the property ExternalImportReference. */
  private static final Set<String> EVERYDAY = Set.of("Import");

  /**
   * Words that names of the sample data are made of. Every name of a company, and every name of a
   * person, has at least one of them in it: text without any of them shows no name.
   */
  public static List<String> all() {
    return Stream.of(
            GIVEN,
            FAMILY,
            COMPANY,
            TRADE,
            PLACES.stream().map(Place::city).toList(),
            DEPARTMENTS,
            FIXED)
        .flatMap(Collection::stream)
        .flatMap(name -> Arrays.stream(name.split("[^\\p{L}']+", -1)))
        .map(word -> word.replaceAll("'$", ""))
        .filter(word -> word.chars().filter(Character::isLetter).count() >= 4)
        .filter(word -> !EVERYDAY.contains(word))
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> split(String words) {
    return Arrays.stream(words.split(",", -1)).map(String::strip).toList();
  }

  /** The beginning, then towns, up to exactly that many characters and never ending in a blank. */
  static String filled(String beginning, int length) {
    StringBuilder text = new StringBuilder(beginning);
    while (text.length() < length) {
      for (Place place : PLACES) {
        text.append(place.city()).append(" og ");
      }
    }
    text.setLength(length);
    if (text.charAt(length - 1) == ' ') {
      text.setCharAt(length - 1, 'a');
    }
    return text.toString();
  }
}
