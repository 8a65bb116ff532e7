// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/script/line_input.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace mcu::sim {
namespace {

constexpr int kPollMs = 100;
constexpr std::size_t kMostLine = 1U << 20U;

/// True when there is something to read (or the end).
bool readable(int descriptor) {
    pollfd wait{descriptor, POLLIN, 0};
    return ::poll(&wait, 1, kPollMs) > 0;
}

}  // namespace

LineOutput::~LineOutput() {
    if (owns_) {
        ::close(descriptor_);
    }
}

void LineOutput::write(std::string_view line) {
    const std::lock_guard lock(mutex_);
    std::string whole(line);
    whole += '\n';
    for (std::size_t done = 0; done < whole.size();) {
        const auto written = ::write(descriptor_, whole.data() + done, whole.size() - done);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return;  // Nobody reads any more.
        }
        done += static_cast<std::size_t>(written);
    }
}

LineInput::LineInput(Handler handler) : handler_(std::move(handler)) {}

LineInput::~LineInput() {
    std::vector<std::jthread> threads;
    {
        const std::lock_guard lock(mutex_);
        threads.swap(threads_);
    }
    for (auto& thread : threads) {
        thread.request_stop();
    }
    threads.clear();
    if (!path_.empty()) {
        ::unlink(path_.c_str());
    }
}

void LineInput::readStandardInput(std::shared_ptr<LineOutput> output) {
    const std::lock_guard lock(mutex_);
    threads_.emplace_back([this, output = std::move(output)](const std::stop_token& stop) {
        readLines(stop, STDIN_FILENO, output);
    });
}

void LineInput::readLines(const std::stop_token& stop,
                          int descriptor,
                          const std::shared_ptr<LineOutput>& output) {
    std::string rest;
    std::array<char, 4096> piece{};
    while (!stop.stop_requested()) {
        if (!readable(descriptor)) {
            continue;
        }
        const auto size = ::read(descriptor, piece.data(), piece.size());
        if (size <= 0) {
            return;
        }
        rest.append(piece.data(), static_cast<std::size_t>(size));
        for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
            auto line = rest.substr(0, end);
            rest.erase(0, end + 1);
            if (line.find_first_not_of(" \t\r") != std::string::npos) {
                handler_(std::move(line), output);
            }
        }
        if (rest.size() > kMostLine) {
            return;
        }
    }
}

Status LineInput::listen(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return Error(ErrorCode::invalidArgument, "socket path too long: " + path);
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::unlink(path.c_str());
    if (listener < 0 ||
        ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener, 4) != 0) {
        if (listener >= 0) {
            ::close(listener);
        }
        return Error(ErrorCode::unavailable, "cannot listen at " + path);
    }
    path_ = path;
    const std::lock_guard lock(mutex_);
    threads_.emplace_back(
        [this, listener](const std::stop_token& stop) { accept(stop, listener); });
    return {};
}

void LineInput::accept(const std::stop_token& stop, int listener) {
    while (!stop.stop_requested()) {
        if (!readable(listener)) {
            continue;
        }
        const int connection = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) {
            continue;
        }
        auto output = std::make_shared<LineOutput>(connection, true);
        const std::lock_guard lock(mutex_);
        if (stop.stop_requested()) {
            break;
        }
        threads_.emplace_back(
            [this, connection, output = std::move(output)](const std::stop_token& ending) {
                readLines(ending, connection, output);
            });
    }
    ::close(listener);
}

}  // namespace mcu::sim
