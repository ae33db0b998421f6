// Reads QR codes with the camera, in browsers that can.

const PAUSE = 250 // milliseconds between two looks

export async function canScan() {
  if (!('BarcodeDetector' in window) || !navigator.mediaDevices) return false
  return (await BarcodeDetector.getSupportedFormats()).includes('qr_code')
}

// Calls `found(text)` for each code that comes before the camera, once while it stays there. Returns how to stop.
export async function scan(video, found) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  const detector = new BarcodeDetector({ formats: ['qr_code'] })
  let last = ''
  video.srcObject = stream
  video.hidden = false
  await video.play()
  const timer = setInterval(async () => {
    const [code] = await detector.detect(video).catch(() => [])
    if (code && code.rawValue !== last) found(code.rawValue)
    last = code?.rawValue ?? ''
  }, PAUSE)
  return () => {
    clearInterval(timer)
    stream.getTracks().forEach((track) => track.stop())
    video.hidden = true
  }
}
