package dev.orrery.runtime.bytecode;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operand stack in words of 32 bits, as the JVM counts them. Confined to one thread. */
final class ValueStack {
  private final List<@Nullable Object> words = new ArrayList<>();

  void push(TypeKind kind, @Nullable Object value) {
    if (kind.slotSize() > 0) {
      words.add(value);
    }
    if (kind.slotSize() > 1) {
      words.add(null);
    }
  }

  /** Takes a value off; null where the code before is not known. */
  @Nullable Object pop(TypeKind kind) {
    return pop(kind.slotSize());
  }

  /** Takes words off, and gives the lowest of them. */
  @Nullable Object pop(int count) {
    Object lowest = null;
    for (int i = 0; i < count; i++) {
      lowest = words.isEmpty() ? null : words.removeLast();
    }
    return lowest;
  }

  ValueStack copy() {
    ValueStack copy = new ValueStack();
    copy.words.addAll(words);
    return copy;
  }

  /** The instructions that only move words. */
  void shuffle(Opcode opcode) {
    switch (opcode) {
      case POP -> pop(1);
      case POP2 -> pop(2);
      case DUP -> duplicate(1, 0);
      case DUP_X1 -> duplicate(1, 1);
      case DUP_X2 -> duplicate(1, 2);
      case DUP2 -> duplicate(2, 0);
      case DUP2_X1 -> duplicate(2, 1);
      case DUP2_X2 -> duplicate(2, 2);
      case SWAP -> {
        duplicate(1, 1);
        pop(1);
      }
      default -> {}
    }
  }

  /** Puts a copy of the highest words below them and so many further ones. */
  private void duplicate(int count, int below) {
    while (words.size() < count + below) {
      words.addFirst(null);
    }
    int top = words.size() - count;
    List<@Nullable Object> copied = new ArrayList<>(words.subList(top, words.size()));
    words.addAll(top - below, copied);
  }
}
