// A short text that its copies share: a client's name stands in the stamps of all rows that it read, and is kept once.
#pragma once

#include <cstddef>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace tablattice {

// Never changes; the last copy frees it. Its copies belong to one thread.
class SharedText {
 public:
  SharedText() = default;
  SharedText(std::string_view text) : block_(text.empty() ? nullptr : new Block{std::string(text)}) {}
  SharedText(const std::string& text) : SharedText(std::string_view(text)) {}
  SharedText(const char* text) : SharedText(std::string_view(text)) {}
  SharedText(const SharedText& other) : block_(other.block_) {
    if (block_ != nullptr) ++block_->copies;
  }
  SharedText(SharedText&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  SharedText& operator=(const SharedText& other) {
    if (block_ != other.block_) SharedText(other).swap(*this);
    return *this;
  }
  SharedText& operator=(SharedText&& other) noexcept {
    other.swap(*this);
    return *this;
  }
  ~SharedText() {
    if (block_ != nullptr && --block_->copies == 0) delete block_;
  }

  [[nodiscard]] std::string_view view() const { return block_ == nullptr ? std::string_view() : block_->text; }
  operator std::string_view() const { return view(); }
  [[nodiscard]] bool empty() const { return block_ == nullptr; }
  // Another copy shares it.
  [[nodiscard]] bool shared() const { return block_ != nullptr && block_->copies > 1; }
  // Below 0, 0 or above 0, by bytes.
  [[nodiscard]] int compare(const SharedText& other) const {
    return block_ == other.block_ ? 0 : view().compare(other.view());
  }
  friend bool operator==(const SharedText& left, const SharedText& right) { return left.compare(right) == 0; }
  friend std::ostream& operator<<(std::ostream& stream, const SharedText& text) { return stream << text.view(); }

 private:
  struct Block {
    std::string text;
    std::size_t copies = 1;
  };
  void swap(SharedText& other) noexcept { std::swap(block_, other.block_); }

  Block* block_ = nullptr;
};

// One copy of each text, for texts that come again and again: each message brings its own.
class SharedTexts {
 public:
  // The copy that equal texts share from now on.
  const SharedText& share(const SharedText& text) {
    if (last_ != text) last_ = *all_.insert(text).first;
    return last_;
  }
  // Forgets the texts that nobody else has.
  void drop_unused() {
    last_ = SharedText();
    std::erase_if(all_, [](const SharedText& text) { return !text.shared(); });
  }

 private:
  struct Below {
    bool operator()(const SharedText& left, const SharedText& right) const { return left.compare(right) < 0; }
  };
  std::set<SharedText, Below> all_;
  SharedText last_;  // the one that was asked for last, which is nearly always the next one
};

}  // namespace tablattice
