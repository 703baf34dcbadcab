package dev.orrery.database;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A daemon to be killed: owns the server of a data directory until it is. */
final class OwnerProcess {
  private OwnerProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedServer server = EmbeddedServer.open(EmbeddedServer.Settings.in(Path.of(arguments[0])));
    try (Database database = Database.open(server.database())) {
      database.jdbi().useHandle(handle -> handle.execute("create table kept (id int)"));
      database.jdbi().useHandle(handle -> handle.execute("insert into kept values (1)"));
      System.out.println("ready " + server.pid().orElseThrow());
      new CountDownLatch(1).await();
    }
  }
}
