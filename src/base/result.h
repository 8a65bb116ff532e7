// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

#include <tl/expected.hpp>

#include "base/error.h"

namespace mcu {

/// A value or an `Error`. Dropping one is a compiler warning, so an unhandled failure does not
/// build.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;

    // A Result is what it wraps.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(tl::expected<T, Error> other) : tl::expected<T, Error>(std::move(other)) {}

    // `return Error(...)` must read plainly.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : tl::expected<T, Error>(tl::make_unexpected(std::move(error))) {}
};

using Status = Result<void>;

}  // namespace mcu
