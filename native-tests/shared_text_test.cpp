#include "core/shared_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace tablattice {
namespace {

TEST(SharedText, IsTheSameTextInAllItsCopies) {
  const SharedText text(std::string(100, 'x'));
  SharedText copy = text;
  EXPECT_EQ(copy.view().data(), text.view().data()) << "it is kept once";
  const SharedText moved = std::move(copy);
  EXPECT_EQ(moved, text);
  copy = "other";
  EXPECT_EQ(copy.view(), "other");
  EXPECT_EQ(text.view(), std::string(100, 'x'));
  SharedText& self = copy;
  copy = self;
  EXPECT_EQ(copy.view(), "other");
}

TEST(SharedText, OutlivesTheOneItWasCopiedFrom) {
  SharedText copy;
  EXPECT_TRUE(copy.empty());
  {
    const SharedText text("short-lived");
    copy = text;
  }
  EXPECT_EQ(copy.view(), "short-lived");
  copy = SharedText();
  EXPECT_TRUE(copy.empty());
  EXPECT_EQ(copy.view(), "");
}

TEST(SharedText, IsComparedByItsBytes) {
  EXPECT_EQ(SharedText("a"), SharedText("a"));
  EXPECT_LT(SharedText("a").compare("b"), 0);
  EXPECT_GT(SharedText("ab").compare("a"), 0);
  EXPECT_LT(SharedText().compare("a"), 0);
  EXPECT_EQ(SharedText("").compare(SharedText()), 0);
  EXPECT_GT(SharedText("\xc3\xa9").compare("z"), 0);
}

TEST(SharedTexts, GiveEqualTextsOneCopy) {
  SharedTexts texts;
  const SharedText first = texts.share("a");
  const SharedText other = texts.share("b");
  EXPECT_EQ(texts.share("a").view().data(), first.view().data());
  EXPECT_EQ(texts.share("b").view().data(), other.view().data());
  EXPECT_TRUE(texts.share("").empty());
}

TEST(SharedTexts, KeepWhatSomebodyHas) {
  SharedTexts texts;
  const SharedText kept = texts.share("kept");
  texts.drop_unused();
  EXPECT_TRUE(kept.shared());
  EXPECT_EQ(texts.share("kept").view().data(), kept.view().data());
}

}  // namespace
}  // namespace tablattice
