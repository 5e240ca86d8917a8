package no.tandem.local.sample;

/** How one value is written in different places. */
final class Spelling {
  private Spelling() {}

  /** One of the ways people write a Norwegian number of eight digits. */
  static String phone(int digits, int style) {
    String number = Integer.toString(digits);
    String pairs = number.replaceAll("(..)(?!$)", "$1 ");
    return switch (Math.floorMod(style, 7)) {
      case 0 -> "+47 " + pairs;
      case 1 -> number;
      case 2 -> pairs;
      case 3 -> "+47" + number;
      case 4 -> "0047 " + number;
      case 5 -> number.substring(0, 3) + " " + number.substring(3, 5) + " " + number.substring(5);
      default -> "(+47) " + pairs;
    };
  }

  /** A nine-digit organisation number with its check digit; empty if these eight have none. */
  static String organizationNumber(int firstEight) {
    int[] weights = {3, 2, 7, 6, 5, 4, 3, 2};
    String digits = Integer.toString(firstEight);
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * Character.digit(digits.charAt(i), 10);
    }
    int check = (11 - sum % 11) % 11;
    return check == 10 ? "" : digits + check;
  }
}
