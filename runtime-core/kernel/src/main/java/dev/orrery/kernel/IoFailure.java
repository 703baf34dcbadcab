package dev.orrery.kernel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a file or a connection, in the words of a {@link Problem}: what the system
 * says, never the name of a Java class.
 */
public final class IoFailure {
  private IoFailure() {}

  /** The cause, with the file it is about where the failure knows it: {@code d: is no folder}. */
  public static String cause(IOException failure) {
    String reason = reason(failure);
    return failure instanceof FileSystemException it && it.getFile() != null
        ? it.getFile() + ": " + reason
        : reason;
  }

  /** The cause alone, where the problem's subject is the file already. */
  public static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "is there already";
      case NotDirectoryException _ -> "is no folder";
      case DirectoryNotEmptyException _ -> "is not empty";
      case FileSystemException it -> words(it.getReason());
      case UnknownHostException it -> "there is no host " + it.getMessage();
      case ConnectException _ -> "nobody listens there";
      case HttpTimeoutException _ -> "it took too long";
      default -> words(failure.getMessage());
    };
  }

  private static String words(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      return "the system gives no reason";
    }
    boolean sentence = reason.length() > 1 && Character.isLowerCase(reason.charAt(1));
    return sentence
        ? reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1)
        : reason;
  }
}
