// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"

namespace mcu::sim {

/// Writes whole lines to a file descriptor; any thread.
class LineOutput {
public:
    /// With `owns` the descriptor is closed at the end.
    LineOutput(int descriptor, bool owns) : descriptor_(descriptor), owns_(owns) {}

    ~LineOutput();
    LineOutput(const LineOutput&) = delete;
    LineOutput& operator=(const LineOutput&) = delete;

    void write(std::string_view line);

private:
    std::mutex mutex_;
    int descriptor_;
    bool owns_;
};

/// Reads scripts line by line from standard input and from connections to a unix socket, each on a
/// thread of its own. Owned by main.
class LineInput {
public:
    /// On a reading thread; answers go to `output`.
    using Handler = std::function<void(std::string line, std::shared_ptr<LineOutput> output)>;

    explicit LineInput(Handler handler);
    ~LineInput();
    LineInput(const LineInput&) = delete;
    LineInput& operator=(const LineInput&) = delete;

    void readStandardInput(std::shared_ptr<LineOutput> output);
    /// Replaces a socket file left behind.
    Status listen(const std::string& path);

private:
    void readLines(const std::stop_token& stop,
                   int descriptor,
                   const std::shared_ptr<LineOutput>& output);
    void accept(const std::stop_token& stop, int listener);

    Handler handler_;
    std::string path_;
    std::mutex mutex_;
    std::vector<std::jthread> threads_;  // guarded by mutex_
};

}  // namespace mcu::sim
