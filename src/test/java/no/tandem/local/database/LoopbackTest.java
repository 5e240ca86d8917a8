package no.tandem.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import org.junit.jupiter.api.Test;

/** What stands in for the systems and the database can be reached from this machine only. */
class LoopbackTest {

  @Test
  void nothingOfTheLocalWorldListensToOtherMachines() throws IOException {
    try (DynamoDbLocal database = DynamoDbLocal.start();
        PowerOfficeSimulator powerOffice =
            new PowerOfficeSimulator(0, Clock.systemUTC(), time -> {});
        WebCrmSimulator webCrm = new WebCrmSimulator(0, Clock.systemUTC(), time -> {})) {
      for (int port :
          List.of(
              database.endpoint().getPort(),
              powerOffice.server().uri().getPort(),
              webCrm.server().uri().getPort())) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          assertThat(socket.isConnected()).isTrue();
        }
        for (InetAddress address : addressesOfOthers()) {
          assertThatThrownBy(() -> new Socket(address, port).close())
              .as("%s port %d", address, port)
              .isInstanceOf(IOException.class);
        }
      }
    }
  }

  /**
   * Under which others see this machine. Where there is none, another address of the loopback: only
   * what listens everywhere listens there.
   */
  private static List<InetAddress> addressesOfOthers() throws IOException {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .toList();
    return others.isEmpty() ? List.of(InetAddress.getByName("127.0.0.2")) : others;
  }
}
