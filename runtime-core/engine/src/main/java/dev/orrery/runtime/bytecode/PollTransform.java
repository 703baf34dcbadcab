package dev.orrery.runtime.bytecode;

import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.Attributes;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the polls into one method, and has held calls and arrays written as they are to be. A poll
 * is one call that takes and leaves nothing, so the frames that the compiler wrote stay as they are
 * and only move. Confined to one thread.
 */
final class PollTransform implements CodeTransform {
  /** A poll that was put in: the place of what follows it, and the labels around it. */
  private record Put(int place, Label before, Label after) {}

  private final ClassDesc gate;
  private final CodeAttribute original;
  private final PollPoints points;
  private final @Nullable StackMapTableAttribute frames;
  private final @Nullable HeldCalls calls;
  private final LargeArrays arrays;
  private final List<ExceptionCatch> handlers = new ArrayList<>();
  private final List<Put> polls = new ArrayList<>();
  private boolean begun;
  private int place;

  /**
   * For one method.
   *
   * @param atEntry whether it polls at its beginning
   */
  PollTransform(
      ClassDesc gate, CodeAttribute original, boolean atEntry, @Nullable HeldCalls calls) {
    this.gate = gate;
    this.original = original;
    this.points = PollPoints.of(original);
    this.frames = original.findAttribute(Attributes.stackMapTable()).orElse(null);
    this.calls = calls;
    this.arrays = new LargeArrays(gate);
    this.begun = !atEntry;
  }

  @Override
  public void accept(CodeBuilder code, CodeElement element) {
    if (!begun) {
      begun = true;
      // Before any label: no loop comes back to it, no handler sees it.
      points.firstLine().ifPresent(code::lineNumber);
      poll(code);
    }
    switch (element) {
      case ExceptionCatch handler -> handlers.add(handler);
      case Instruction instruction -> {
        if (points.at(place)) {
          if (points.spoils(place, instruction)) {
            throw new IllegalArgumentException("has a handler that begins with a new object");
          }
          Label before = code.newBoundLabel();
          poll(code);
          polls.add(new Put(place, before, code.newBoundLabel()));
        }
        place += instruction.sizeInBytes();
        arrays.before(instruction, code);
        if (calls == null) {
          code.with(instruction);
        } else {
          calls.write(instruction, code);
        }
      }
      default -> {
        arrays.before(element, code);
        code.with(element);
      }
    }
  }

  @Override
  public void atEnd(CodeBuilder code) {
    handlers.forEach(handler -> guard(code, handler));
    if (frames != null) {
      code.with(frames);
    }
  }

  private void poll(CodeBuilder code) {
    code.invokestatic(gate, GateClass.POLL, MTD_void);
  }

  /** The handler over what it guarded, but for the polls hidden from it. */
  private void guard(CodeBuilder code, ExceptionCatch handler) {
    int end = original.labelToBci(handler.tryEnd());
    int target = original.labelToBci(handler.handler());
    int from = original.labelToBci(handler.tryStart());
    Label start = handler.tryStart();
    for (Put poll : polls) {
      if (from <= poll.place() && poll.place() < end && points.hides(poll.place(), target)) {
        if (poll.place() > from) {
          code.with(
              ExceptionCatch.of(handler.handler(), start, poll.before(), handler.catchType()));
        }
        start = poll.after();
      }
    }
    code.with(ExceptionCatch.of(handler.handler(), start, handler.tryEnd(), handler.catchType()));
  }
}
