package dev.orrery.runtime.bytecode;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodBuilder;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Changes {@code java.lang.Runtime}: before it ends the process it makes an {@link ExitGuard} and
 * runs it. It finds the class through the system class loader, so that nothing is added to the boot
 * class path; that would cost the ahead-of-time cache of the application's classes. Confined to one
 * thread.
 */
final class GuardedExits implements ClassFileTransformer {
  /** The frames of the JDK's compiler stay: what is put before them does not branch. */
  private static final ClassFile CLASS_FILE =
      ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS);

  private static final ClassDesc LOADER = ClassDesc.of("java.lang.ClassLoader");
  private static final ClassDesc CONSTRUCTOR = ClassDesc.of("java.lang.reflect.Constructor");
  private static final ClassDesc RUNNABLE = ClassDesc.of("java.lang.Runnable");

  private boolean done;
  private @Nullable RuntimeException failure;

  /** The JVM drops what a transformer throws. */
  void requireDone() {
    if (!done) {
      throw new IllegalStateException("java.lang.Runtime was not changed", failure);
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> changed,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (changed != Runtime.class) {
      return null;
    }
    try {
      byte[] guarded =
          CLASS_FILE.transformClass(CLASS_FILE.parse(classFile), GuardedExits::element);
      done = true;
      return guarded;
    } catch (RuntimeException e) {
      failure = e;
      return null;
    }
  }

  private static void element(ClassBuilder type, ClassElement element) {
    if (element instanceof MethodModel method
        && Exits.isOfRuntime(method.methodName().stringValue())) {
      type.transformMethod(method, GuardedExits::code);
    } else {
      type.with(element);
    }
  }

  private static void code(MethodBuilder method, MethodElement element) {
    if (element instanceof CodeAttribute code) {
      method.transformCode(code, new First(code));
    } else {
      method.with(element);
    }
  }

  /** Puts the guard before the first instruction. */
  private static final class First implements CodeTransform {
    private final CodeAttribute original;
    private boolean begun;

    First(CodeAttribute original) {
      this.original = original;
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (!begun) {
        begun = true;
        guard(code);
      }
      code.with(element);
    }

    @Override
    public void atEnd(CodeBuilder code) {
      original.findAttribute(Attributes.stackMapTable()).ifPresent(code::with);
    }

    private static void guard(CodeBuilder code) {
      code.invokestatic(LOADER, "getSystemClassLoader", MethodTypeDesc.of(LOADER))
          .loadConstant(ExitGuard.class.getName())
          .invokevirtual(LOADER, "loadClass", MethodTypeDesc.of(CD_Class, CD_String))
          .iconst_0()
          .anewarray(CD_Class)
          .invokevirtual(
              CD_Class, "getConstructor", MethodTypeDesc.of(CONSTRUCTOR, CD_Class.arrayType()))
          .iconst_0()
          .anewarray(CD_Object)
          .invokevirtual(
              CONSTRUCTOR, "newInstance", MethodTypeDesc.of(CD_Object, CD_Object.arrayType()))
          .checkcast(RUNNABLE)
          .invokeinterface(RUNNABLE, "run", MTD_void);
    }
  }
}
