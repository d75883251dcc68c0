// The scanner reads what the long way reads: the same rows, and the same refusals. The long way, parse_json() and
// Collection::read_row(), is the oracle.
#include "core/body_rows.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/body.hpp"
#include "core/bytes.hpp"
#include "core/mutation.hpp"
#include "support/seed.hpp"

namespace tablattice {
namespace {

// What became of a body, or of one of its rows, in words that can be compared.
std::string words(const Status& status) { return status.code + " at " + status.where + ": " + status.message; }
std::string words(const RowTextView& row) {
  return std::string(row.key) + " " + dump_json(row.version.value()) + " " + std::string(row.text);
}

std::string words(const Collection& collection, const Json& json, std::size_t index) {
  const Result<RowText> row = collection.read_row(json, "rows/" + std::to_string(index));
  return row.ok() ? words(row.value) : words(row.status);
}

Status unexpected(const std::string& message, const std::string& where) {
  return problem("body_unexpected", message, where);
}

// ---- the long way -----------------------------------------------------------------------------------------------------

std::vector<std::string> read_long(const std::string& body, const Collection& collection) {
  const Result<Json> json = parse_json(body, "body");
  const bool other = !body.empty() && body.front() != '{' && body.front() != '[';
  if (!json.ok() && other)
    return {
        words(unexpected("The API answered with something other than JSON; is this a login or error page?", "body"))};
  if (!json.ok()) return {words(json.status)};
  if (!json.value.is_structured())
    return {words(unexpected("A list must be an array of rows, or an object with `rows`.", "body"))};
  const Json& rows = json.value.is_array() ? json.value : static_cast<const Json&>(json.value)["rows"];
  if (!rows.is_array()) return {words(unexpected("The API's answer has no array `rows`.", "body/rows"))};
  std::vector<std::string> found;
  const Json& named = json.value;
  const Json revision = named.is_array() ? Json() : named["revision"].is_null() ? named["cursor"] : named["revision"];
  found.push_back(dump_json(revision) + " " + dump_json(named.is_array() ? Json() : named["next"]));
  for (const Json& row : rows) found.push_back(words(collection, row, found.size() - 1));
  return found;
}

// ---- by the scanner, in one pass or in several ------------------------------------------------------------------------

// `drops`: the text of each row that was read is given back before the next one is read.
std::vector<std::string> read_scanned(const std::string& body, const Collection& collection, std::size_t slice,
                                      bool drops = false) {
  BodyScanner scanner(body);
  while (scanner.advance(slice)) continue;
  Result<ListBody> list = list_body(scanner, body);
  if (!list.ok()) return {words(list.status)};
  std::vector<std::string> found = {dump_json(list.value.revision) + " " + dump_json(list.value.next)};
  BodyRows& rows = list.value.rows;
  Bytes left = Bytes::of(body);
  left.keep();
  std::string memory;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    if (const std::size_t read = rows.bytes_before(index); drops) {
      left.drop_front(read);
      rows.drop_front(read);
    }
    const auto row = rows.read(left.view(), index, collection, memory);
    found.push_back(row ? words(*row) : words(collection, rows.json(left.view(), index), index));
  }
  return found;
}

class BodyRowsTest : public ::testing::Test {
 protected:
  BodyRowsTest() {
    for (const Rung rung : {Rung::versioned, Rung::plain}) {
      CollectionOptions options;
      options.name = "slots";
      options.rung = rung;
      collections.emplace_back(options, settled);
      options.version_field.reset();
      collections.emplace_back(options, settled);
    }
  }

  void expect_same(const std::string& body) {
    for (const Collection& collection : collections) {
      const auto expected = read_long(body, collection);
      EXPECT_EQ(read_scanned(body, collection, body.size()), expected) << body;
      EXPECT_EQ(read_scanned(body, collection, 1), expected) << "byte by byte: " << body;
      EXPECT_EQ(read_scanned(body, collection, body.size(), true), expected) << "dropping what was read: " << body;
    }
  }

  SettledNames settled;
  std::vector<Collection> collections;
};

TEST_F(BodyRowsTest, ReadTheCorpusAsTheLongWayDoes) {
  std::size_t files = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(TABLATTICE_FUZZ_CORPUS)) {
    if (!file.is_regular_file()) continue;
    std::ifstream stream(file.path(), std::ios::binary);
    expect_same({std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()});
    ++files;
  }
  EXPECT_GE(files, 40U);
}

TEST_F(BodyRowsTest, ReadWhatIsPeculiarAsTheLongWayDoes) {
  const std::string deep(70, '[');
  const std::string nested = std::string(61, '[') + std::string(61, ']');
  for (const std::string value : {"0",
                                  "-0",
                                  "-0.0",
                                  "0.0",
                                  "1.0",
                                  "1.50",
                                  "0.0005",
                                  "0.00005",
                                  "12.25",
                                  "1e3",
                                  "1E-7",
                                  "123456789012345",
                                  "1234567890123456",
                                  "9007199254740993",
                                  "18446744073709551616",
                                  "-5",
                                  "1.",
                                  ".5",
                                  "01",
                                  "-",
                                  "+1",
                                  "1e999",
                                  "123456789012.345",
                                  "1234567890123.456",
                                  "true",
                                  "false",
                                  "null",
                                  "tru",
                                  R"("")",
                                  R"("\u0041")",
                                  R"("\ud83d\ude00")",
                                  R"("\ud83d")",
                                  R"("\/")",
                                  R"("\n\t\"\\")",
                                  R"("\x")",
                                  "\"\x7f\"",
                                  "\"\x01\"",
                                  "\"\xff\"",
                                  "\"\xc3\xa9\"",
                                  "\"\xed\xa0\x80\"",
                                  "\"a",
                                  R"({"b":1,"a":2})",
                                  R"({"a":2,"b":1})",
                                  R"({"a":2,"a":1})",
                                  R"({"a":{"b":1,"b":2}})",
                                  R"({"a" :1})",
                                  R"({"\u0061":1})",
                                  R"([1, 2])",
                                  R"([1,2])",
                                  R"([1,])",
                                  R"([])",
                                  R"({})",
                                  R"({"a":[{"$b":1}]})",
                                  nested.c_str(),
                                  deep.c_str()}) {
    for (const char* form :
         {R"([{"id":"a","version":1,"x":%}])", R"([{"id":%,"version":1}])", R"([{"version":%,"id":7}])",
          R"({"rows":[{"id":"a","$x":%,"version":"2026-01-01T00:00:00Z"}],"revision":%})", R"([%])", R"({"rows":%})",
          R"({"x":%,"rows":[],"next":"p"})", R"([{"x":%,"id":1}, 7 ,{}])", " [ { \"id\" : 1 , \"version\" : % } ] ",
          R"([{"%":1}])"}) {
      std::string body = form;
      for (std::size_t at = body.find('%'); at != std::string::npos; at = body.find('%', at + value.size()))
        body.replace(at, 1, value);
      expect_same(body);
    }
  }
  for (const char* body : {R"([{"id":1,"id":2}])", R"({"rows":[],"rows":[]})", R"({"rows":1,"rows":[]})",
                           R"({"rows":[],"r\u006fws":[]})", R"({"r\u006fws":[{"id":1}]})", "[", "[]x", "{}", "", " ",
                           "[,]", R"({"rows":[]},)", R"({"a":1,"a":2,"rows":[]})", R"({"cursor":1,"rows":[]})", "[{]",
                           "[{}", "{", R"([{"id":1},{"version":1,"id":2},{"id":3}])"})
    expect_same(body);
}

TEST_F(BodyRowsTest, ReadLongRowsAndRowsOfManyShapes) {
  expect_same(R"([{"id":1,"version":2,"text":")" + std::string(70'000, 'x') + R"("}])");
  std::string body = "[";
  for (int index = 0; index < 100; ++index)
    body += (index == 0 ? "" : ",") + std::string(R"({"f)") + std::to_string(index) + R"(":1,"id":)" +
            std::to_string(index) + R"(,"version":1})";
  expect_same(body + "]");
  expect_same(body + R"(,{"id":1,"x":1,"id":2}])");
}

// ---- random bodies ----------------------------------------------------------------------------------------------------

class RandomBody {
 public:
  explicit RandomBody(Chooser& random) : random_(random) {}

  std::string text() {
    std::string rows = "[";
    const std::size_t count = random_.below(5);
    for (std::size_t index = 0; index < count; ++index) rows += (index == 0 ? "" : ",") + space() + row() + space();
    rows += "]";
    if (random_.once_in(2)) return spoilt(rows);
    return spoilt(R"({"revision":)" + value(2) + R"(,"rows":)" + rows +
                  (random_.once_in(2) ? R"(,"next":null})" : "}"));
  }

 private:
  std::string space() { return random_.once_in(12) ? " \n" : ""; }
  std::string one_of(std::initializer_list<const char*> words) {
    return *(words.begin() + random_.below(words.size()));
  }
  std::string name() {
    return one_of({R"("id")", R"("id")", R"("version")", R"("version")", R"("$x")", R"("a")", R"("b")", R"("\u0062")",
                   "\"\xc3\xa9\"", R"("")", R"("a b")"});
  }
  std::string value(std::size_t depth) {
    if (depth > 0 && random_.once_in(6)) return row();
    if (depth > 0 && random_.once_in(8)) return "[" + value(depth - 1) + "," + space() + value(depth - 1) + "]";
    return one_of({"1", "2", "17", "-3", "1.5", "2.50", "1e2", "true", "null", R"("k")", R"("3")", R"("a\nb")",
                   R"("\u00e9")", "\"\xe2\x82\xac\"", R"("2026-01-01T00:00:00.5Z")",
                   R"("a long text of more than eight bytes")", "12345678901234567890"});
  }
  std::string row() {
    if (random_.once_in(15)) return one_of({"7", "null", "[]", R"("row")"});
    std::string row = "{" + space();
    const std::size_t count = random_.below(6);
    for (std::size_t index = 0; index < count; ++index)
      row += (index == 0 ? "" : ",") + space() + name() + space() + ":" + space() + value(1) + space();
    return row + "}";
  }
  std::string spoilt(std::string text) {
    if (!random_.once_in(4) || text.empty()) return text;
    const std::size_t at = random_.below(text.size());
    if (random_.once_in(3)) return text.substr(0, at);
    text[at] = static_cast<char>(random_.below(256));
    return text;
  }

  Chooser& random_;
};

TEST_F(BodyRowsTest, ReadRandomBodiesAsTheLongWayDoes) {
  Chooser random(announced_seed("BodyRows"));
  for (int round = 0; round < 20'000 && !HasFailure(); ++round) expect_same(RandomBody(random).text());
}

}  // namespace
}  // namespace tablattice
