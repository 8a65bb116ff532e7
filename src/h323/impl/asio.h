// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parts of asio the h323 thread uses.

#ifndef ASIO_STANDALONE
#define ASIO_STANDALONE
#endif
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>

#include "base/net_address.h"

namespace mcu::h323 {

/// Unset when there is no such address.
NetAddress fromAsio(const asio::ip::tcp::endpoint& endpoint);
asio::ip::tcp::endpoint toAsio(const NetAddress& address);

}  // namespace mcu::h323
