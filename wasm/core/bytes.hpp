// The bytes of a body: somebody else's for as long as a call lasts, or kept.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace tablattice {

class Bytes {
 public:
  Bytes() = default;
  explicit Bytes(std::size_t size) : kept_(new char[size]), view_(kept_.get(), size) {}
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
  // They stay where they are, or, where they are somebody else's, are copied.
  void keep() {
    if (kept_ || view_.empty()) return;
    kept_.reset(new char[view_.size()]);
    std::memcpy(kept_.get(), view_.data(), view_.size());
    view_ = {kept_.get(), view_.size()};
  }

 private:
  std::unique_ptr<char[]> kept_;
  std::string_view view_;
};

}  // namespace tablattice
