package dev.orrery.runtime.bytecode;

import static java.lang.constant.ConstantDescs.CD_Throwable;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction.JsrInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction.RetInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Code that no Java compiler writes, but a class file can hold. */
class HandMadeCodeTest {
  private static final ClassDesc LOOP = ClassDesc.of("p.Loop");
  private static final ClassDesc ERROR = ClassDesc.of("java.lang.Error");

  static Stream<Arguments> runaways() {
    return Stream.of(
        made("a jump to itself", HandMadeCodeTest::jumpToItself),
        made("a long jump", HandMadeCodeTest::longJump),
        made("a table switch that goes back", HandMadeCodeTest::tableSwitch),
        made("a table switch whose default goes back", HandMadeCodeTest::tableSwitchDefault),
        made("a lookup switch that goes back", HandMadeCodeTest::lookupSwitch),
        made("a loop by throwing to a handler before", HandMadeCodeTest::handlerBefore),
        made("a handler that guards itself", HandMadeCodeTest::handlerOverItself),
        made("a handler that guards its own loop", HandMadeCodeTest::handlerOverItsLoop),
        made("two handlers that throw to each other", HandMadeCodeTest::handlersInTurn),
        Arguments.of("a subroutine", old(HandMadeCodeTest::subroutine)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runaways")
  void endsWhenItsThreadIsCondemned(String what, byte[] classFile) throws Exception {
    Polled loader = Polled.of(Map.of("p.Loop", classFile));
    Runaway runaway = Runaway.start(loader, "p.Loop").busyFor(Duration.ofMillis(60));
    assertThat(runaway.end("too long")).as(what).isInstanceOf(DecisionEnded.class);
  }

  @Test
  void isRefusedWhenAPollWouldPartAHandlerFromTheObjectItMakes() {
    byte[] classFile =
        made(code -> {
          Label begin = code.newBoundLabel();
          fail(code);
          Label handler = code.newBoundLabel();
          code.new_(ERROR).dup().invokespecial(ERROR, INIT_NAME, MTD_void).athrow();
          code.exceptionCatchAll(begin, code.newBoundLabel(), handler);
        });
    assertThatThrownBy(() -> rewriter().rewrite(classFile))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begins with a new object");
  }

  @Test
  void isRefusedWhenThereIsNoRoomForPolls() {
    byte[] full =
        made(code -> {
          for (int i = 0; i < 65_480 / 2; i++) {
            code.iconst_0().pop();
          }
          Label back = code.newBoundLabel();
          for (int i = 0; i < 9; i++) {
            code.iconst_0().ifne(back);
          }
        });
    assertThatThrownBy(() -> ClassRewriter.requireRoom(full))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Code length 655")
        .hasMessageContaining("run");
  }

  @Test
  void isRefusedWhenAJumpBecomesTooLong() {
    byte[] far =
        made(code -> {
          Label end = code.newLabel();
          code.iconst_0().ifne(end);
          for (int i = 0; i < 32_750; i++) {
            code.nop();
          }
          Label back = code.newBoundLabel();
          for (int i = 0; i < 3; i++) {
            code.iconst_0().ifne(back);
          }
          code.labelBinding(end);
        });
    assertThatThrownBy(() -> ClassRewriter.requireRoom(far))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run");
  }

  private static void jumpToItself(CodeBuilder code) {
    code.goto_(code.newBoundLabel());
  }

  private static void longJump(CodeBuilder code) {
    Label begin = code.newBoundLabel();
    code.iinc(1, 1).with(BranchInstruction.of(Opcode.GOTO_W, begin));
  }

  private static void tableSwitch(CodeBuilder code) {
    Label begin = code.newBoundLabel();
    Label out = code.newLabel();
    code.iconst_0()
        .tableswitch(0, 1, out, List.of(SwitchCase.of(0, begin), SwitchCase.of(1, out)))
        .labelBinding(out);
  }

  private static void tableSwitchDefault(CodeBuilder code) {
    Label begin = code.newBoundLabel();
    Label out = code.newLabel();
    code.bipush(9).tableswitch(0, 0, begin, List.of(SwitchCase.of(0, out))).labelBinding(out);
  }

  private static void lookupSwitch(CodeBuilder code) {
    Label begin = code.newBoundLabel();
    Label out = code.newLabel();
    code.sipush(700)
        .lookupswitch(out, List.of(SwitchCase.of(7, out), SwitchCase.of(700, begin)))
        .labelBinding(out);
  }

  /** No jump goes back: what throws does. */
  private static void handlerBefore(CodeBuilder code) {
    Label body = code.newLabel();
    Label end = code.newLabel();
    code.goto_(body);
    Label handler = code.newBoundLabel();
    code.pop().labelBinding(body);
    fail(code);
    code.labelBinding(end).exceptionCatchAll(body, end, handler);
  }

  private static void handlerOverItself(CodeBuilder code) {
    Label begin = code.newBoundLabel();
    fail(code);
    Label handler = code.newBoundLabel();
    code.pop();
    fail(code);
    code.exceptionCatchAll(begin, code.newBoundLabel(), handler);
  }

  /** The poll before the jump lies in what its own handler guards. */
  private static void handlerOverItsLoop(CodeBuilder code) {
    Label begin = code.newBoundLabel();
    code.iinc(1, 1).goto_(begin);
    Label end = code.newBoundLabel();
    Label handler = code.newBoundLabel();
    code.pop();
    Label again = code.newBoundLabel();
    code.iinc(1, 1).goto_(again);
    code.exceptionCatchAll(begin, end, handler)
        .exceptionCatch(handler, code.newBoundLabel(), handler, CD_Throwable);
  }

  private static void handlersInTurn(CodeBuilder code) {
    Label begin = code.newBoundLabel();
    fail(code);
    Label first = code.newBoundLabel();
    code.pop();
    fail(code);
    Label second = code.newBoundLabel();
    code.pop();
    fail(code);
    Label end = code.newBoundLabel();
    code.exceptionCatchAll(begin, first, first)
        .exceptionCatchAll(first, second, second)
        .exceptionCatchAll(second, end, first);
  }

  private static void subroutine(CodeBuilder code) {
    Label routine = code.newLabel();
    Label begin = code.newBoundLabel();
    code.with(JsrInstruction.of(routine))
        .goto_(begin)
        .labelBinding(routine)
        .astore(2)
        .iinc(1, 1)
        .with(RetInstruction.of(2));
  }

  /** Throws without a call. */
  private static void fail(CodeBuilder code) {
    code.iinc(1, 1).aconst_null().athrow();
  }

  private static Arguments made(String what, Consumer<CodeBuilder> body) {
    return Arguments.of(what, made(body));
  }

  private static byte[] made(Consumer<CodeBuilder> body) {
    return classFile(ClassFile.of(), ClassFile.latestMajorVersion(), body);
  }

  /** As compilers of 2004 wrote it: with subroutines, without frames. */
  private static byte[] old(Consumer<CodeBuilder> body) {
    return classFile(
        ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS), ClassFile.JAVA_5_VERSION, body);
  }

  private static byte[] classFile(ClassFile format, int version, Consumer<CodeBuilder> body) {
    return format.build(
        LOOP,
        type ->
            type.withVersion(version, 0)
                .withFlags(ClassFile.ACC_PUBLIC)
                .withInterfaceSymbols(ClassDesc.of("java.lang.Runnable"))
                .withMethodBody(
                    INIT_NAME,
                    MTD_void,
                    ClassFile.ACC_PUBLIC,
                    code ->
                        code.aload(0)
                            .invokespecial(ConstantDescs.CD_Object, INIT_NAME, MTD_void)
                            .return_())
                .withMethodBody(
                    "run",
                    MTD_void,
                    ClassFile.ACC_PUBLIC,
                    code -> {
                      code.iconst_0().istore(1);
                      body.accept(code);
                      code.return_();
                    }));
  }

  private static ClassRewriter rewriter() {
    return Polled.of(Map.of()).gate().rewriter();
  }
}
