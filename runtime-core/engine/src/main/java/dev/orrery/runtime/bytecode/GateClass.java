package dev.orrery.runtime.bytecode;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;
import static java.lang.constant.ConstantDescs.CD_CallSite;
import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;
import static java.lang.constant.ConstantDescs.CD_MethodType;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MutableCallSite;
import java.lang.reflect.Field;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The class, made anew for each plugin loader, through which the classes of that loader reach the
 * runtime. It mentions types of the JDK only, because a plugin sees nothing else of the runtime:
 *
 * <pre>{@code
 * public final class Gate {
 *   static MutableCallSite site;
 *   static Consumer<Object> door;
 *   public static void poll() { if (<invokedynamic site>()) door.accept(null); }
 *   public static void refuse(String what) { door.accept(what); }
 *   public static void exit(int status) { door.accept(Integer.class); }
 *   public static void exit(Runtime runtime, int status) { door.accept(Integer.class); }
 *   public static void look(Method method) { door.accept(method); }
 *   public static void array8(int length) { if (length > <constant>) tooLarge(length * 8L); }
 *   static void tooLarge(long bytes) { door.accept(bytes); }
 * }
 * }</pre>
 *
 * <p>{@code array} is there for elements of one, two, four and eight bytes. It and {@code poll} are
 * small enough to be compiled into whatever calls them.
 */
final class GateClass {
  static final String POLL = "poll";
  static final String REFUSE = "refuse";
  static final String EXIT = "exit";
  static final String LOOK = "look";
  private static final String ARRAY = "array";
  private static final String TOO_LARGE = "tooLarge";

  /** Not a name that a compiler lets anybody write by accident. */
  private static final String NAME = "orrery.Gate$";

  /** What comes through the door when the process would be ended. */
  static final Object ENDING = Integer.class;

  private static final int OPEN = ACC_PUBLIC | ACC_STATIC;
  private static final String SITE = "site";
  private static final String DOOR = "door";
  private static final String LINK = "link";
  private static final ClassDesc CD_SITE = MutableCallSite.class.describeConstable().orElseThrow();
  private static final ClassDesc CD_DOOR = Consumer.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc LINKS =
      MethodTypeDesc.of(CD_CallSite, CD_MethodHandles_Lookup, CD_String, CD_MethodType);

  private static final MethodTypeDesc ACCEPTS = MethodTypeDesc.of(CD_void, CD_Object);
  private static final MethodTypeDesc BOXES = MethodTypeDesc.of(CD_Long, CD_long);
  static final MethodTypeDesc TELLS = MethodTypeDesc.of(CD_void, CD_String);
  static final MethodTypeDesc LOOKS =
      MethodTypeDesc.of(CD_void, ClassDesc.of("java.lang.reflect.Method"));
  static final MethodTypeDesc MEASURES = MethodTypeDesc.of(CD_void, CD_int);
  private static final MethodTypeDesc SIZES = MethodTypeDesc.of(CD_void, CD_long);

  private final ClassDesc type;

  private GateClass(ClassDesc type) {
    this.type = type;
  }

  /** A gate under a name that is free. */
  static GateClass avoiding(Predicate<String> taken) {
    String name = NAME;
    while (taken.test(name)) {
      name += "$";
    }
    return new GateClass(ClassDesc.of(name));
  }

  /** What to call. */
  ClassDesc type() {
    return type;
  }

  /** Its name in a loader. */
  String name() {
    return type.packageName() + "." + type.displayName();
  }

  /** The method that looks at the length of an array with elements of so many bytes. */
  static String array(int bytes) {
    return ARRAY + bytes;
  }

  /**
   * The class file.
   *
   * @param most bytes of an array that passes
   */
  byte[] bytes(long most) {
    return ClassFile.of()
        .build(
            type,
            gate ->
                gate.withFlags(ACC_PUBLIC | ACC_FINAL | ACC_SYNTHETIC)
                    .withField(SITE, CD_SITE, ACC_STATIC)
                    .withField(DOOR, CD_DOOR, ACC_STATIC)
                    .withMethodBody(LINK, LINKS, ACC_STATIC, this::link)
                    .withMethodBody(POLL, MTD_void, OPEN, this::poll)
                    .withMethodBody(REFUSE, TELLS, OPEN, this::handOver)
                    .withMethodBody(LOOK, LOOKS, OPEN, this::handOver)
                    .withMethodBody(array(1), MEASURES, OPEN, array(1, most))
                    .withMethodBody(array(2), MEASURES, OPEN, array(2, most))
                    .withMethodBody(array(4), MEASURES, OPEN, array(4, most))
                    .withMethodBody(array(8), MEASURES, OPEN, array(8, most))
                    .withMethodBody(TOO_LARGE, SIZES, ACC_STATIC, this::tooLarge)
                    .withMethodBody(EXIT, Exits.OF_SYSTEM, OPEN, this::exit)
                    .withMethodBody(EXIT, Exits.OF_RUNTIME, OPEN, this::exit));
  }

  /** Puts in what is behind the gate, and links the call site. */
  void connect(Class<?> defined, MutableCallSite site, Consumer<@Nullable Object> door) {
    try {
      set(defined, SITE, site);
      set(defined, DOOR, door);
      defined.getMethod(POLL).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a gate that was just made cannot be used", e);
    }
  }

  private static void set(Class<?> defined, String name, Object value)
      throws ReflectiveOperationException {
    Field field = defined.getDeclaredField(name);
    field.setAccessible(true);
    field.set(null, value);
  }

  private void link(CodeBuilder code) {
    code.getstatic(type, SITE, CD_SITE).areturn();
  }

  private void poll(CodeBuilder code) {
    Label passed = code.newLabel();
    code.invokedynamic(
            DynamicCallSiteDesc.of(
                MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, type, LINK, LINKS),
                "raised",
                MethodTypeDesc.of(CD_boolean)))
        .ifeq(passed)
        .getstatic(type, DOOR, CD_DOOR)
        .aconst_null()
        .invokeinterface(CD_DOOR, "accept", ACCEPTS)
        .labelBinding(passed)
        .return_();
  }

  private Consumer<CodeBuilder> array(int bytes, long most) {
    int longest = (int) Math.min(Integer.MAX_VALUE, most / bytes);
    return code -> {
      Label passed = code.newLabel();
      code.iload(0)
          .loadConstant(longest)
          .if_icmple(passed)
          .iload(0)
          .i2l()
          .loadConstant((long) bytes)
          .lmul()
          .invokestatic(type, TOO_LARGE, SIZES)
          .labelBinding(passed)
          .return_();
    };
  }

  private void tooLarge(CodeBuilder code) {
    code.getstatic(type, DOOR, CD_DOOR)
        .lload(0)
        .invokestatic(CD_Long, "valueOf", BOXES)
        .invokeinterface(CD_DOOR, "accept", ACCEPTS)
        .return_();
  }

  private void handOver(CodeBuilder code) {
    code.getstatic(type, DOOR, CD_DOOR)
        .aload(0)
        .invokeinterface(CD_DOOR, "accept", ACCEPTS)
        .return_();
  }

  private void exit(CodeBuilder code) {
    code.getstatic(type, DOOR, CD_DOOR)
        .loadConstant(CD_Integer)
        .invokeinterface(CD_DOOR, "accept", ACCEPTS)
        .return_();
  }
}
