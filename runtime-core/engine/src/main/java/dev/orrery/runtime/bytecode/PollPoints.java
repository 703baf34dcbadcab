package dev.orrery.runtime.bytecode;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction.JsrInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction.RetInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where a method must poll besides its beginning, so that a condemned thread leaves it: before
 * every instruction that may go back, and at every handler into which a throw may go back.
 *
 * <p>Why a condemned thread leaves: from poll to poll it only goes forward, and a poll throws. For
 * that, no handler may lead from a poll back to it, so each poll has an <em>origin</em>, the
 * furthest place from which control comes back over it, and is hidden from all handlers that do not
 * lie behind the origin. So the place of the last throw only moves forward, through handlers and
 * {@code finally} blocks, until the method is left. Handlers that javac and kotlinc write lie
 * behind what they guard; {@code finally} and {@code synchronized} also guard the first
 * instructions of their own handlers, which cannot throw: no poll is needed there, and none may
 * keep a monitor from being released.
 *
 * @param origins place of the next instruction to the poll's origin; places as in the original
 * @param firstLine line of the method's beginning, if it is known
 */
record PollPoints(Map<Integer, Integer> origins, OptionalInt firstLine) {
  /** Looks through a method. */
  static PollPoints of(CodeAttribute code) {
    Map<Integer, Integer> origins = new HashMap<>();
    OptionalInt firstLine = OptionalInt.empty();
    List<ExceptionCatch> handlers = code.exceptionHandlers();
    int[] last = new int[handlers.size()];
    int place = 0;
    for (CodeElement element : code) {
      if (element instanceof Instruction instruction) {
        if (goesBack(instruction, place, code)) {
          origins.put(place, place);
        }
        if (mayThrow(instruction)) {
          note(place, handlers, last, code);
        }
        place += instruction.sizeInBytes();
      } else if (element instanceof LineNumber line && place == 0) {
        firstLine = OptionalInt.of(line.line());
      }
    }
    for (int i = 0; i < last.length; i++) {
      if (last[i] > 0) {
        origins.merge(code.labelToBci(handlers.get(i).handler()), last[i] - 1, Math::max);
      }
    }
    return new PollPoints(origins, firstLine);
  }

  /** Whether the instruction at a place is to be polled before. */
  boolean at(int place) {
    return origins.containsKey(place);
  }

  /** Whether the poll at a place is not to be seen by a handler. */
  boolean hides(int place, int handler) {
    Integer origin = origins.get(place);
    return origin != null && handler <= origin;
  }

  /** Whether a poll cannot be put before an instruction: the verifier knows it by its place. */
  boolean spoils(int place, Instruction instruction) {
    return at(place) && instruction instanceof NewObjectInstruction;
  }

  /** Remembers, plus one, the last place from which a throw goes back into each handler. */
  private static void note(
      int place, List<ExceptionCatch> handlers, int[] last, CodeAttribute code) {
    for (int i = 0; i < last.length; i++) {
      ExceptionCatch each = handlers.get(i);
      if (code.labelToBci(each.handler()) <= place
          && code.labelToBci(each.tryStart()) <= place
          && place < code.labelToBci(each.tryEnd())) {
        last[i] = place + 1;
      }
    }
  }

  private static boolean goesBack(Instruction instruction, int place, CodeAttribute code) {
    return switch (instruction) {
      case BranchInstruction it -> isBack(it.target(), place, code);
      case TableSwitchInstruction it -> isBack(it.defaultTarget(), it.cases(), place, code);
      case LookupSwitchInstruction it -> isBack(it.defaultTarget(), it.cases(), place, code);
      case JsrInstruction it -> isBack(it.target(), place, code);
      case RetInstruction _ -> true;
      default -> false;
    };
  }

  private static boolean isBack(
      Label otherwise, List<SwitchCase> cases, int place, CodeAttribute code) {
    return isBack(otherwise, place, code)
        || cases.stream().anyMatch(one -> isBack(one.target(), place, code));
  }

  private static boolean isBack(Label target, int place, CodeAttribute code) {
    return code.labelToBci(target) <= place;
  }

  private static boolean mayThrow(Instruction instruction) {
    return switch (instruction) {
      case LoadInstruction _,
          StoreInstruction _,
          StackInstruction _,
          IncrementInstruction _,
          NopInstruction _,
          BranchInstruction _,
          ReturnInstruction _,
          MonitorInstruction _ ->
          false;
      case ConstantInstruction it -> it instanceof ConstantInstruction.LoadConstantInstruction;
      default -> true;
    };
  }
}
