// The bytes of a body: somebody else's for as long as a call lasts, or kept.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace tablattice {

class Bytes {
 public:
  Bytes() = default;
  explicit Bytes(std::size_t size) : kept_(resized(nullptr, size)), view_(kept_.get(), size) {}
  static Bytes of(std::string_view view) {
    Bytes bytes;
    bytes.view_ = view;
    return bytes;
  }
  Bytes(Bytes&& other) noexcept : kept_(std::move(other.kept_)), view_(std::exchange(other.view_, {})) {}
  Bytes& operator=(Bytes&& other) noexcept {
    kept_ = std::move(other.kept_);
    view_ = std::exchange(other.view_, {});
    return *this;
  }

  [[nodiscard]] std::string_view view() const { return view_; }
  [[nodiscard]] char* data() { return kept_.get(); }
  [[nodiscard]] bool kept() const { return kept_ != nullptr; }
  // They stay where they are, or, where they are somebody else's, are copied.
  void keep() {
    if (kept_ || view_.empty()) return;
    kept_.reset(resized(nullptr, view_.size()));
    std::memcpy(kept_.get(), view_.data(), view_.size());
    view_ = {kept_.get(), view_.size()};
  }
  // Gives back the memory of the first ones; the others move to where those were. They are kept, and not all are dropped.
  void drop_front(std::size_t count) {
    const std::size_t left = view_.size() - count;
    std::memmove(kept_.get(), kept_.get() + count, left);
    kept_.reset(resized(kept_.release(), left));
    view_ = {kept_.get(), left};
  }

 private:
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };
  // As new does, but such that memory can shrink where it is.
  static char* resized(char* bytes, std::size_t size) {
    auto* const place = static_cast<char*>(std::realloc(bytes, size == 0 ? 1 : size));
    if (place == nullptr) std::abort();
    return place;
  }

  std::unique_ptr<char, Free> kept_;
  std::string_view view_;
};

}  // namespace tablattice
