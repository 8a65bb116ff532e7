// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/local_listener.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

#include "base/log.h"

namespace mcu::control {

namespace {

constexpr int kBacklog = 64;
/// Without descriptors, accept() fails at once each time: it is tried again after this.
constexpr auto kPause = std::chrono::milliseconds(100);

/// Refuses a path that cannot be a socket's or that a living server already listens on; forgets a
/// dead one's.
Status prepare(const std::string& path, sockaddr_un& address) {
    if (path.size() >= sizeof address.sun_path) {
        return Error(ErrorCode::invalidArgument,
                     "the path of the control socket is longer than 107 bytes: " + path,
                     "choose a shorter path for control.unix");
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    struct stat existing{};
    if (lstat(path.c_str(), &existing) != 0) {
        return {};
    }
    if (!S_ISSOCK(existing.st_mode)) {
        return Error(ErrorCode::alreadyExists,
                     path + " exists and is no socket",
                     "move it away or choose another path for control.unix");
    }
    const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool alive =
        connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(probe);
    if (alive) {
        return Error(ErrorCode::alreadyExists,
                     "another server already listens on " + path,
                     "stop it or choose another path for control.unix");
    }
    unlink(path.c_str());
    return {};
}

Error cannotListen(const std::string& path, int why) {
    return {ErrorCode::unavailable,
            "cannot listen for control on " + path + ": " + std::strerror(why),
            "check that the directory exists and is writable"};
}

}  // namespace

LocalListener::LocalListener(std::string path, int descriptor, int wake)
    : path_(std::move(path)), descriptor_(descriptor), wake_(wake) {}

LocalListener::~LocalListener() {
    close();
}

Result<std::unique_ptr<LocalListener>> LocalListener::open(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (auto ready = prepare(path, address); !ready) {
        return ready.error();
    }
    const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int wake = eventfd(0, EFD_CLOEXEC);
    // The socket must never be open to everybody, not even until a chmod.
    const mode_t before = umask(0117);
    const bool bound =
        bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const int why = errno;
    umask(before);
    if (!bound || wake < 0 || listen(descriptor, kBacklog) != 0) {
        const int cause = bound ? errno : why;
        ::close(descriptor);
        ::close(wake);
        if (bound) {
            unlink(path.c_str());
        }
        return cannotListen(path, cause);
    }
    return std::unique_ptr<LocalListener>(new LocalListener(path, descriptor, wake));
}

void LocalListener::begin(std::function<void(int)> handOver) {
    thread_ = std::thread([this, handOver = std::move(handOver)] { accept(handOver); });
}

void LocalListener::accept(const std::function<void(int)>& handOver) const {
    for (;;) {
        std::array<pollfd, 2> ready = {pollfd{descriptor_, POLLIN, 0}, pollfd{wake_, POLLIN, 0}};
        if (poll(ready.data(), ready.size(), -1) < 0 && errno != EINTR) {
            logger("control").error(
                "the control socket is lost path={} why={}", path_, std::strerror(errno));
            return;
        }
        if (ready[1].revents != 0) {
            return;
        }
        const int connection = accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (connection >= 0) {
            handOver(connection);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            std::this_thread::sleep_for(kPause);
        }
    }
}

void LocalListener::close() {
    if (descriptor_ < 0) {
        return;
    }
    if (thread_.joinable()) {
        const std::uint64_t over = 1;
        (void)!write(wake_, &over, sizeof over);
        thread_.join();
    }
    ::close(std::exchange(descriptor_, -1));
    ::close(std::exchange(wake_, -1));
    unlink(path_.c_str());
}

}  // namespace mcu::control
