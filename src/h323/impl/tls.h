// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "h323/h323_settings.h"
#include "h323/impl/wire.h"

namespace mcu::h323 {

/// TLS for call signalling (H.323 over TLS, port 1300): certificates read once, TLS 1.2 and better.
/// Owned by the Stack; its wires do not outlive it. Thread: h323.
class Tls {
public:
    /// Fails when a file cannot be read or key and certificate are no pair.
    static Result<std::unique_ptr<Tls>> create(const H323Tls& settings);
    ~Tls();
    Tls(const Tls&) = delete;
    Tls& operator=(const Tls&) = delete;

    /// A connection that came in.
    [[nodiscard]] std::unique_ptr<Wire> serverWire(asio::ip::tcp::socket socket);
    /// One of ours to `host`, whose certificate must name it unless settings say otherwise.
    [[nodiscard]] std::unique_ptr<Wire> clientWire(asio::ip::tcp::socket socket,
                                                   const std::string& host);

private:
    struct Contexts;
    explicit Tls(std::unique_ptr<Contexts> contexts);
    std::unique_ptr<Contexts> contexts_;
};

}  // namespace mcu::h323
