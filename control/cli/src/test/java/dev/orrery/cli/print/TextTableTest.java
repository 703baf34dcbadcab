package dev.orrery.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void isAsWideAsItNeedsToBe() {
    assertThat(table().lines())
        .containsExactly(
            "name   note      count  why",
            "alpha  a remark      1  it is long enough to be cut somewhere",
            "b                   22  ");
  }

  @Test
  void sparesWhatIsToBeSparedFirstWhereRoomIsShort() {
    assertThat(table().lines(60))
        .containsExactly(
            "name   note      why",
            "alpha  a remark  it is long enough to be cut somewhere",
            "b                ");
    assertThat(table().lines(46))
        .containsExactly("name   why", "alpha  it is long enough to be cut somewhere", "b      ");
  }

  @Test
  void cutsItsLastColumnWhenThatIsNotEnough() {
    assertThat(table().lines(30))
        .containsExactly("name   why", "alpha  it is long enough to b…", "b      ");
    assertThat(table().lines(10)).contains("alpha  it is long enough t…");
  }

  @Test
  void runsOverWhereNothingMayBeCut() {
    TextTable table = new TextTable(Ink.PLAIN).words("why");
    table.row().cell("it is long");
    assertThat(table.lines(4)).containsExactly("why", "it is long");
  }

  private static TextTable table() {
    TextTable table = new TextTable(Ink.PLAIN).words("name").words("note").spare(1);
    table.numbers("count").spare(2).words("why").cut();
    table.row().cell("alpha").cell("a remark").cell(1);
    table.cell("it is long enough to be cut somewhere");
    table.row().cell("b").cell("").cell(22).cell("");
    return table;
  }
}
