// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <system_error>

#include "h323/impl/asio.h"

namespace mcu::h323 {

/// The stream of octets under a Connection: TCP, or TLS over it. Owned by the Connection. Thread:
/// h323. What is under way when it is aborted ends with an error; buffers live until then.
class Wire {
public:
    using Done = std::function<void(std::error_code error, std::size_t count)>;

    virtual ~Wire() = default;

    /// What comes before the first octet; `done` never runs within this call.
    virtual void begin(std::function<void(std::error_code)> done) = 0;
    virtual void read(std::span<std::uint8_t> buffer, Done done) = 0;
    /// Writes all of it. One at a time.
    virtual void write(std::span<const std::uint8_t> octets, Done done) = 0;
    /// Nothing more comes from us; `keep` is held until that has gone out.
    virtual void finish(std::shared_ptr<void> keep) = 0;
    /// Closes now.
    virtual void abort() = 0;

    [[nodiscard]] virtual asio::ip::tcp::socket& socket() = 0;
    [[nodiscard]] virtual bool secure() const = 0;
};

[[nodiscard]] std::unique_ptr<Wire> plainWire(asio::ip::tcp::socket socket);

}  // namespace mcu::h323
