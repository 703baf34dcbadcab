package dev.orrery.runtime.bytecode;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.constant.ClassDesc;
import org.jspecify.annotations.Nullable;

/**
 * Has the length of every array looked at before it is made. One that the heap cannot hold fails
 * with the error with which it would have failed anyway, but before the JVM has collected the whole
 * heap, twice, to find room for it: everybody would have waited for that. Confined to one method.
 */
final class LargeArrays {
  /** No array of as many elements is large: eight bytes each at most. */
  private static final int SMALL = 1 << 16;

  /** Of a reference, at least. */
  private static final int REFERENCE = Integer.BYTES;

  private final ClassDesc gate;
  private @Nullable CodeElement before;

  LargeArrays(ClassDesc gate) {
    this.gate = gate;
  }

  /** Writes what is to stand before an element of the method, in the order in which they come. */
  void before(CodeElement element, CodeBuilder code) {
    switch (element) {
      case NewPrimitiveArrayInstruction it -> look(bytes(it.typeKind()), code);
      case NewReferenceArrayInstruction _ -> look(REFERENCE, code);
      default -> {}
    }
    if (!(element instanceof LineNumber)) {
      before = element;
    }
  }

  private void look(int bytes, CodeBuilder code) {
    if (before instanceof ConstantInstruction it
        && it.constantValue() instanceof Integer length
        && length <= SMALL) {
      return;
    }
    code.dup().invokestatic(gate, GateClass.array(bytes), GateClass.MEASURES);
  }

  private static int bytes(TypeKind elements) {
    return switch (elements) {
      case LONG, DOUBLE -> Long.BYTES;
      case INT, FLOAT -> Integer.BYTES;
      case CHAR, SHORT -> Short.BYTES;
      default -> Byte.BYTES;
    };
  }
}
