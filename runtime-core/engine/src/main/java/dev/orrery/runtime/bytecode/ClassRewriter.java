package dev.orrery.runtime.bytecode;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodBuilder;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a plugin's class file the one that is defined: with a poll at the beginning of its
 * methods ({@link EntryPolls} says which need none) and before every step back, a throw before
 * every refused call, and a look at the length of every array. Everything else, lines and names of
 * variables among it, stays. Nothing is loaded and no other class is looked at. Thread-safe.
 */
public final class ClassRewriter {
  /**
   * Frames are kept, not made anew: making them needs the classes that a method merely mentions,
   * and libraries mention classes that are not there.
   */
  private static final ClassFile CLASS_FILE =
      ClassFile.of(
          ClassFile.StackMapsOption.DROP_STACK_MAPS,
          ClassFile.DeadCodeOption.KEEP_DEAD_CODE,
          ClassFile.ShortJumpsOption.FAIL_ON_SHORT_JUMPS);

  /** No class below it has a method, or as many constants, as would not bear polls. */
  private static final int SURELY_FITS = 30_000;

  private final GateClass gate;
  private final Set<Refusal> allowed;

  ClassRewriter(GateClass gate, Set<Refusal> allowed) {
    this.gate = gate;
    this.allowed = Set.copyOf(allowed);
  }

  /**
   * The class file to define.
   *
   * @throws IllegalArgumentException when it is damaged, or too large to be given polls; its
   *     message says why
   */
  public byte[] rewrite(byte[] classFile) {
    try {
      ClassModel model = CLASS_FILE.parse(classFile);
      HeldCalls calls = HeldCalls.in(model, gate.type(), allowed);
      EntryPolls entries = EntryPolls.of(model);
      return CLASS_FILE.transformClass(
          model, (type, element) -> element(calls, entries, type, element));
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      // The API throws what comes when offsets lead out of the file.
      throw new IllegalArgumentException("class file is damaged (" + e + ")", e);
    }
  }

  /**
   * Whether a class file can be given polls, as far as its size may keep it from that.
   *
   * @throws IllegalArgumentException when it cannot; its message says why
   */
  public static void requireRoom(byte[] classFile) {
    if (classFile.length > SURELY_FITS) {
      new ClassRewriter(GateClass.avoiding(name -> false), Set.of()).rewrite(classFile);
    }
  }

  private void element(
      @Nullable HeldCalls calls, EntryPolls entries, ClassBuilder type, ClassElement element) {
    if (element instanceof MethodModel method) {
      boolean atEntry = entries.at(method);
      try {
        type.transformMethod(method, (builder, part) -> code(calls, atEntry, builder, part));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "method " + method.methodName() + " cannot be given polls: " + e.getMessage(), e);
      }
    } else {
      type.with(element);
    }
  }

  private void code(
      @Nullable HeldCalls calls, boolean atEntry, MethodBuilder method, MethodElement element) {
    if (element instanceof CodeAttribute code) {
      method.transformCode(code, new PollTransform(gate.type(), code, atEntry, calls));
    } else {
      method.with(element);
    }
  }
}
