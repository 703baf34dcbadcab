package dev.orrery.control.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way to ask. Knows no web server.
 *
 * @param method GET, POST or DELETE
 * @param path with its parameters in braces, without the prefix
 * @param status of a good answer
 * @param summary for the document
 * @param query what may be asked for behind the path
 * @param fields what the body may have; empty when there is none
 * @param creates whether asking twice under one key is to do it once
 */
record Route(
    String method,
    String path,
    int status,
    String summary,
    List<String> query,
    List<String> fields,
    boolean creates,
    Answer answer) {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  /** What is answered: maps, lists, texts, numbers. */
  @FunctionalInterface
  interface Answer {
    @Nullable Object to(Call call) throws Exception;
  }

  static Route get(String path, String summary, Answer answer, String... query) {
    return new Route("GET", path, 200, summary, List.of(query), List.of(), false, answer);
  }

  static Route post(String path, int status, String summary, List<String> fields, Answer answer) {
    return new Route("POST", path, status, summary, List.of(), fields, false, answer);
  }

  static Route create(String path, String summary, List<String> fields, Answer answer) {
    return new Route("POST", path, 201, summary, List.of(), fields, true, answer);
  }

  static Route delete(String path, String summary, Answer answer) {
    return new Route("DELETE", path, 200, summary, List.of(), List.of(), false, answer);
  }

  /** The names of the parameters in the path. */
  List<String> parameters() {
    List<String> names = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(path);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
